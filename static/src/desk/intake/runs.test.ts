import { describe, expect, it } from 'vitest'
import { type ImportRun, minutesLeft, percent, told } from './runs'

const run = (changes: Partial<ImportRun> = {}): ImportRun => ({
  id: 'imp_1',
  file_name: '全县.csv',
  state: 'running',
  total: 1000,
  done: 0,
  filed: 0,
  known: 0,
  refused: 0,
  ignored: [],
  began_by: '刘敏',
  began_at: '2026-11-24T02:00:00Z',
  ended_by: '',
  ended_at: null,
  has_report: false,
  in_excel: false,
  ...changes,
})

describe('how far an import is', () => {
  it('is a hundred percent only when no line is left', () => {
    expect(percent(run({ done: 999 }))).toBe(99)
    expect(percent(run({ done: 1000 }))).toBe(100)
  })

  it('is said with its lines', () => {
    expect(told(run({ done: 250 })).zh).toBe('正在导入：已处理 250 / 1000 行')
    expect(told(run({ done: 250, state: 'cancelled' })).en).toBe('Cancelled after 250 of 1000 lines')
  })

  it('tells how long the rest takes once something was done since somebody looked', () => {
    const since = { done: 100, at: 0 }
    expect(minutesLeft(run({ done: 100 }), since, 1000)).toBeNull()
    expect(minutesLeft(run({ done: 200 }), since, 60_000)).toBe(8)
    expect(minutesLeft(run({ done: 1000, state: 'finished' }), since, 60_000)).toBeNull()
  })
})
