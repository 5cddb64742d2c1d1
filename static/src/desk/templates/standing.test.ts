import { describe, expect, it } from 'vitest'
import { standings } from './standing'
import type { VersionRow } from './types'

const row = (version: string, effective_from: string | null, origin: 'builtin' | 'bureau'): VersionRow => ({
  family: 'ex',
  version,
  effective_from,
  origin,
  is_in_force: false,
  published_at: '',
})
const said = (rows: VersionRow[]) =>
  standings(rows, '2026-11-25').map((one) => `${one.is} ${one.until}`.trim())

describe('how versions stand', () => {
  it('what ships holds until the day before the first of the bureau', () => {
    expect(said([row('1', null, 'builtin'), row('2', '2026-12-01', 'bureau')])).toEqual([
      'in_force 2026-11-30',
      'coming',
    ])
  })

  it('what was superseded is past, across the end of a year too', () => {
    const rows = [
      row('1', null, 'builtin'),
      row('2', '2026-01-01', 'bureau'),
      row('3', '2026-11-25', 'bureau'),
    ]
    expect(said(rows)).toEqual(['past 2025-12-31', 'past 2026-11-24', 'in_force'])
  })

  it('a later one that ships never replaces the own one of the bureau', () => {
    expect(said([row('1', '2026-03-01', 'bureau'), row('2', '2026-10-01', 'builtin')])).toEqual([
      'in_force',
      'never',
    ])
  })

  it('of two for the same day the one published last holds', () => {
    expect(said([row('1', '2026-11-01', 'bureau'), row('2', '2026-11-01', 'bureau')])).toEqual([
      'never',
      'in_force',
    ])
  })
})
