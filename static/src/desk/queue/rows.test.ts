import { describe, expect, it } from 'vitest'
import type { CaseRow, CaseState } from '../types'
import { countOn, inOrder, matches } from './rows'

const row = (id: string, state: CaseState, due_at: string, waiting = false): CaseRow => ({
  id,
  number: `YK-${id}`,
  shop_name: '湘味小馆',
  format_zh: '中餐馆',
  applicant_name: '李建国',
  area_m2: 86,
  stoves: 3,
  state,
  accepted_at: '',
  due_at,
  light: 'green',
  is_due_provisional: false,
  is_overdue: false,
  pause: null,
  inspectors: [],
  applicant_is_waiting: waiting,
  applicant_at: waiting ? 'waiting' : null,
  unit: 'bureau',
  is_mine: true,
  is_handed_to_me: false,
})

describe('the queue', () => {
  it('puts a waiting applicant first, then the next deadline, and what is done last', () => {
    const rows = [
      row('done', 'pushed', '2026-11-01'),
      row('later', 'accepted', '2026-11-26'),
      row('sooner', 'booked', '2026-11-25'),
      row('waiting', 'booked', '2026-11-27', true),
    ]
    expect(inOrder(rows).map(({ id }) => id)).toEqual(['waiting', 'sooner', 'later', 'done'])
  })

  it('counts every case on one shelf', () => {
    const rows = [row('a', 'inspecting', ''), row('b', 'reviewing', ''), row('c', 'closed', '')]
    expect([
      countOn(rows, 'todo'),
      countOn(rows, 'signing'),
      countOn(rows, 'done'),
      countOn(rows, 'all'),
    ]).toEqual([1, 1, 1, 3])
  })

  it('finds by number, shop and applicant', () => {
    expect(matches(row('7', 'accepted', ''), 'yk-7')).toBe(true)
    expect(matches(row('7', 'accepted', ''), '湘味 李')).toBe(true)
    expect(matches(row('7', 'accepted', ''), '川菜')).toBe(false)
    expect(matches(row('7', 'accepted', ''), '')).toBe(true)
  })
})
