import { describe, expect, it } from 'vitest'
import { lackOf, toldOf } from './field_checks'
import {
  behindQuery,
  days,
  type Figures,
  filledMonths,
  type ItemFigures,
  monthOf,
  monthsBack,
  orderedItems,
  percent,
  thisYear,
} from './figures'

const group = (key: string): Figures => ({
  key,
  name: key,
  concluded: 3,
  first: 3,
  first_passed: 3,
  first_pass_rate: 1,
  mean_days: 1,
  p90_days: 1,
  late: 0,
  rated: { count: 0, levels: [0, 0, 0, 0, 0], mean: null, good: null },
})
const item = (item_id: string, more: Partial<ItemFigures>): ItemFigures => ({
  item_id,
  zh: '',
  en: '',
  asked: 10,
  failed: 0,
  failing: 0,
  pairs: 0,
  differed: 0,
  disagreement: null,
  seen: 0,
  found_other: 0,
  field_agreement: null,
  ...more,
})

describe('figures as they are shown', () => {
  it.each([
    [null, '—'],
    [0.9, '90%'],
    [0.8999, '89.9%'],
    [0.9145, '91.4%'],
    [1, '100%'],
    [0.29, '29%'],
  ] as const)('a share of %s is %s, never rounded up to a target that was missed', (share, shown) => {
    expect(percent(share)).toBe(shown)
  })

  it('days keep their halves and lose their zeros', () => {
    expect([days(null), days(2), days(1.5), days(1.333)]).toEqual(['—', '2', '1.5', '1.33'])
  })

  it('a period of months ends with the month now, in the county', () => {
    const newYear = new Date('2026-12-31T16:30:00Z') // already January in Shanghai
    expect(monthsBack(12, newYear)).toEqual({ from: '2026-02', to: '2027-01' })
    expect(monthsBack(1, newYear)).toEqual({ from: '2027-01', to: '2027-01' })
    expect(thisYear(newYear)).toEqual({ from: '2027-01', to: '2027-01' })
  })

  it('a month without a conclusion stands there with nothing in it', () => {
    const shown = filledMonths([group('2026-09'), group('2026-11')], { from: '2026-01', to: '2026-12' })
    expect(shown.map((one) => [one.key, one.first_pass_rate])).toEqual([
      ['2026-09', 1],
      ['2026-10', null],
      ['2026-11', 1],
      ['2026-12', null],
    ])
  })

  it('what fails, what is disputed, what the field found otherwise comes first when asked for', () => {
    const items = [
      item('A-1', { failed: 1, failing: 0.1, disagreement: 0.5, pairs: 2 }),
      item('A-2', { failed: 4, failing: 0.4, field_agreement: 0.5, seen: 2 }),
      item('A-3', { field_agreement: 0.9, seen: 10 }),
    ]
    const ids = (by: Parameters<typeof orderedItems>[1]) => orderedItems(items, by).map((one) => one.item_id)
    expect(ids('failing')).toEqual(['A-2', 'A-1', 'A-3'])
    expect(ids('disagreement')[0]).toBe('A-1')
    expect(ids('field')).toEqual(['A-2', 'A-3', 'A-1'])
  })

  it('asks for the cases of exactly the figure that was opened', () => {
    const behind = { of: 'failed', item: 'EX-01', title: { zh: '', en: '' } }
    const period = { from: '2026-01', to: '2026-11' }
    expect(behindQuery(period, '', behind, null).toString()).toBe(
      'from=2026-01&to=2026-11&of=failed&item=EX-01',
    )
    expect(behindQuery(period, 'unit_1', behind, null).get('unit')).toBe('unit_1')
    expect(behindQuery(period, '', behind, '2026-11-01T00:00:00Z~case_1').get('after')).toContain('~case_1')
  })
})

describe('a field check', () => {
  it('tells only what was looked at, and what was found only where it differs', () => {
    const said = {
      A: { agrees: true, found: 'left over' },
      B: { agrees: false, found: ' hood gone ' },
      C: { agrees: null, found: '' },
    }
    expect(toldOf(said)).toEqual([
      { item: 'A', agrees: true, found: '' },
      { item: 'B', agrees: false, found: 'hood gone' },
    ])
  })

  it('can be sent with a day, an item, what was found, and a reason when it is a correction', () => {
    const agrees = { item: 'A', agrees: true, found: '' }
    expect(lackOf([agrees], '', null)).toBe('day')
    expect(lackOf([], '2026-11-24', null)).toBe('nothing')
    expect(lackOf([{ ...agrees, agrees: false }], '2026-11-24', null)).toBe('found')
    expect(lackOf([agrees], '2026-11-24', ' ')).toBe('reason')
    expect(lackOf([agrees], '2026-11-24', null)).toBeNull()
  })
})

it('a month on paper is written as people write it', () => {
  expect(monthOf('2026-01')).toBe('2026年1月')
  expect(monthOf('2026-12')).toBe('2026年12月')
})
