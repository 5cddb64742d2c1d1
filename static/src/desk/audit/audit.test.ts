import { expect, it } from 'vitest'
import { told } from './api'

it('facts are told in a line, what is empty is left out', () => {
  const facts = { role: 'auditor', reviews: '', was: null, before: { role: 'clerk' } }
  expect(told(facts)).toBe('role auditor · before {"role":"clerk"}')
})
