import { expect, it } from 'vitest'
import { type Page, readOn, told } from './api'

it('facts are told in a line, what is empty is left out', () => {
  const facts = { role: 'auditor', reviews: '', was: null, before: { role: 'clerk' } }
  expect(told(facts)).toBe('role auditor · before {"role":"clerk"}')
})

it('stretches without an entry are passed over, but not without end', async () => {
  const asked: (number | undefined)[] = []
  const empty = async (_: unknown, before = 1000): Promise<Page> => {
    asked.push(before)
    return { entries: [], next: before - 100 || null }
  }
  expect(await readOn(null, undefined, empty)).toEqual({ entries: [], next: null })
  expect(asked).toHaveLength(10)
  asked.length = 0
  expect((await readOn(null, 5000, empty)).next).toBe(4000)
})
