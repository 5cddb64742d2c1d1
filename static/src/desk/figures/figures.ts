import { ask } from '../server'
import type { Text } from '../texts'

export interface Rated {
  count: number
  levels: number[]
  mean: number | null
  good: number | null
}

/** The figures of one group; `null` where there was nothing to count. */
export interface Figures {
  key: string
  name: string
  concluded: number
  first: number
  first_passed: number
  first_pass_rate: number | null
  mean_days: number | null
  p90_days: number | null
  late: number
  rated: Rated
}

export interface ItemFigures {
  item_id: string
  zh: string
  en: string
  asked: number
  failed: number
  failing: number | null
  pairs: number
  differed: number
  disagreement: number | null
  seen: number
  found_other: number
  field_agreement: number | null
}

export interface Load {
  key: string
  name: string
  open: number
  overdue: number
}

export interface Board {
  first: string
  last: string
  first_pass_target: number
  days_target: number
  formulas: Record<string, Text>
  no_data: Record<string, Text>
  whole: Figures
  groups: Figures[]
  items: ItemFigures[]
  apart: Record<string, number>
  load: Load[]
  pair_load: Load[]
  pre_check: Figures[]
  field: { drawn: number; checked: number; seen: number; found_other: number; agreement: number | null }
}

/** A case behind a figure; `at` is when it was concluded, the act was done, or an open case is due. */
export interface CaseBehind {
  id: string
  number: string
  shop_name: string
  state: string
  at: string
  concluded_at: string | null
  days: number | null
  is_passed: boolean | null
  is_late: boolean | null
}

export const GROUPS = ['month', 'format', 'inspector', 'pair', 'mode', 'pre_check'] as const
export type Group = (typeof GROUPS)[number]

/** Months as `2026-11`, both included. */
export interface Period {
  from: string
  to: string
}

/** Which cases are looked at, and what the list is called. */
export interface Behind {
  of: string
  title: Text
  by?: Group
  key?: string
  item?: string
  level?: number
}

export function readBoard(period: Period, by: Group, unit: string, given_up?: AbortSignal): Promise<Board> {
  const query = new URLSearchParams({ from: period.from, to: period.to, by, ...(unit && { unit }) })
  return ask<Board>('GET', `/figures?${query}`, undefined, given_up)
}

export const readBehind = (
  period: Period,
  unit: string,
  behind: Behind,
  after: string | null,
): Promise<{ cases: CaseBehind[]; next: string | null }> =>
  ask('GET', `/figures/cases?${behindQuery(period, unit, behind, after)}`)

export function behindQuery(
  { from, to }: Period,
  unit: string,
  behind: Behind,
  after: string | null,
): URLSearchParams {
  const { title: _, ...asked } = behind
  const given = Object.entries({ from, to, unit, ...asked, after }).filter(
    ([, one]) => one !== null && one !== undefined && one !== '',
  )
  return new URLSearchParams(given.map(([name, one]) => [name, String(one)]))
}

/** `91.4%`: one digit, because a tenth of a percent decides whether a target is met; `—` for none. */
export const percent = (share: number | null): string => {
  if (share === null) return '—'
  const tenths = Math.floor(share * 1000 + 1e-9) / 10 // never rounded up to a target that was missed
  return `${Number.isInteger(tenths) ? tenths : tenths.toFixed(1)}%`
}
export const days = (value: number | null): string =>
  value === null ? '—' : value.toFixed(2).replace(/\.?0+$/, '')
export const stars = (value: number | null): string => (value === null ? '—' : value.toFixed(2))

/** `2026-11` as people write it: 2026年11月. */
export const monthOf = (month: string): string => month.replace(/^(\d{4})-0?(\d+)$/, '$1年$2月')

/** The month now in the county, and those of a period so many months long that ends with it. */
export function monthsBack(count: number, now: Date = new Date()): Period {
  const [year, month] = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Asia/Shanghai',
    year: 'numeric',
    month: '2-digit',
  })
    .format(now)
    .split('-')
    .map(Number) as [number, number]
  const first = year * 12 + month - count
  const name = (at: number) => `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
  return { from: name(first), to: name(year * 12 + month - 1) }
}

export function thisYear(now: Date = new Date()): Period {
  const { to } = monthsBack(1, now)
  return { from: `${to.slice(0, 4)}-01`, to }
}

/** Every month of the period, also those without a conclusion: a gap is a finding. */
export function filledMonths(groups: Figures[], period: Period): Figures[] {
  const known = new Map(groups.map((one) => [one.key, one]))
  const begun = groups.map((one) => one.key).sort()[0] ?? period.to
  const at = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1
  const found: Figures[] = []
  for (let one = at(begun); one <= at(period.to) && found.length < 240; one++) {
    const key = `${Math.floor(one / 12)}-${String((one % 12) + 1).padStart(2, '0')}`
    found.push(known.get(key) ?? { ...NOTHING, key, name: key })
  }
  return found
}

const NOTHING: Omit<Figures, 'key' | 'name'> = {
  concluded: 0,
  first: 0,
  first_passed: 0,
  first_pass_rate: null,
  mean_days: null,
  p90_days: null,
  late: 0,
  rated: { count: 0, levels: [0, 0, 0, 0, 0], mean: null, good: null },
}

export type ItemOrder = 'failing' | 'disagreement' | 'field'

/** Items worth a look first; those that nothing was counted of come last. */
export function orderedItems(items: ItemFigures[], by: ItemOrder): ItemFigures[] {
  const worth = (one: ItemFigures): [number, number] => {
    if (by === 'failing') return [one.failed, one.failing ?? -1]
    if (by === 'disagreement') return [one.disagreement ?? -1, one.pairs]
    return [one.field_agreement === null ? -1 : 1 - one.field_agreement, one.seen]
  }
  return [...items].sort((one, two) => {
    const [a, b] = [worth(one), worth(two)]
    return b[0] - a[0] || b[1] - a[1] || one.item_id.localeCompare(two.item_id)
  })
}
