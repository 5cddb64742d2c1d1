import { expect, it } from 'vitest'
import { dayZh } from './day'

it('a day is written as people write it, whatever else stays as it is', () => {
  expect(dayZh('2031-01-04')).toBe('2031年1月4日')
  expect(dayZh('2031-11-24')).toBe('2031年11月24日')
  expect(dayZh('长期')).toBe('长期')
})
