import { describe, expect, it } from 'vitest'
import { type Line, shifted, tableOf } from './booking'

const line = (time: string, inspectors: string[], state: Line['state'] = 'booked'): Line => ({
  starts_at: `2026-11-24T${time}:00+00:00`,
  ends_at: '',
  state,
  came_at: null,
  case: `case_${time}`,
  number: '',
  shop_name: '',
  case_state: 'booked',
  inspectors,
})

describe('the table of a day', () => {
  it('has a column for each pair, in whatever order the two are named, and a row for each time', () => {
    const lines = [line('02:40', ['王', '赵']), line('01:00', ['赵', '王']), line('01:00', ['钱', '冯'])]
    const { pairs, rows } = tableOf(lines, [])
    expect(pairs).toHaveLength(2)
    expect(rows.map(({ cells }) => cells.map((cell) => cell?.inspectors.length ?? 0))).toEqual([
      [2, 2],
      [0, 2],
    ])
  })
  it('shows what is free beside what is booked, and what was missed, but nothing that was cancelled', () => {
    const lines = [line('01:00', ['王', '赵'], 'missed'), line('01:50', ['王', '赵'], 'cancelled')]
    const slots = ['01:00', '01:50'].map((time) => ({ ...line(time, []), free: 1 }))
    const { rows } = tableOf(lines, slots)
    expect(rows.map(({ cells, free }) => [cells[0]?.state ?? null, free])).toEqual([
      ['missed', 1],
      [null, 1],
    ])
  })
})

it('a day is followed by the next one over the end of a month', () => {
  expect(shifted('2026-11-30', 1)).toBe('2026-12-01')
  expect(shifted('2026-03-01', -1)).toBe('2026-02-28')
})
