import { expect, it } from 'vitest'
import type { CaseFile, ChecklistItem } from '../types'
import { isYours, shotOf } from './departments'

const part = (id: string, is_yours: boolean) => ({
  ...{ id, zh: id, en: id, concludes: null, items: 1, settled: 0, reviewer: null, candidates: [] },
  is_yours,
})
const item = (department: string) => ({ department }) as ChecklistItem

it('leaves the items of other departments to them', () => {
  const file = { departments: [part('market', false), part('urban', true)] }
  expect(isYours(file, item('urban'))).toBe(true)
  expect(isYours(file, item('market'))).toBe(false)
})

it('calls nothing foreign to somebody who only looks', () => {
  expect(isYours({ departments: [part('market', false)] }, item('market'))).toBe(true)
})

it('finds the items that share a shot', () => {
  const walk = [{ id: 'stoves', stop: 'cooking', items: ['EX-01', 'OF-03'] }]
  const file = { checklist: { walk } } as unknown as CaseFile
  expect(shotOf(file, 'OF-03')).toEqual(['EX-01', 'OF-03'])
  expect(shotOf(file, 'KL-01')).toEqual(['KL-01'])
})
