import { expect, it } from 'vitest'
import { needsCare, type Qualified } from './api'

const FINE: Qualified = {
  id: 'a',
  name: '王建国',
  unit: 'bureau',
  certificate: 'valid',
  certificate_until: '2027-12-31',
  exam: 'valid',
  exam_until: '2027-12-31',
  results: [],
}

it('somebody is announced when something ends soon, has ended, or an exam that is asked is missing', () => {
  expect(needsCare(FINE)).toBe(false)
  expect(needsCare({ ...FINE, certificate: 'ends_soon' })).toBe(true)
  expect(needsCare({ ...FINE, certificate: 'ended' })).toBe(true)
  expect(needsCare({ ...FINE, exam: 'missing' })).toBe(true)
  expect(needsCare({ ...FINE, exam: 'ends_soon' })).toBe(true)
})

it('a certificate nobody entered and an exam nobody asks need no care', () => {
  expect(needsCare({ ...FINE, certificate: 'missing', exam: null })).toBe(false)
})
