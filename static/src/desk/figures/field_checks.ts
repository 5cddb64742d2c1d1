import { ask } from '../server'

export interface Drawn {
  id: string
  number: string
  shop_name: string
  address: string
  format_zh: string
  concluded_at: string
  inspectors: string[]
  visited_on: string | null
  checked_by: string
  differing: number
  corrections: number
}

/** An item as it was judged remotely. */
export interface FieldLine {
  item: string
  zh: string
  en: string
  is_key: boolean
  verdict: string
  verdict_zh: string
  note: string
}

export interface FieldItem {
  item: string
  agrees: boolean
  found: string
}

export interface FieldCheck {
  by: string
  at: string
  visited_on: string
  note: string
  reason: string
  items: FieldItem[]
}

export interface FieldFile {
  id: string
  number: string
  shop_name: string
  address: string
  format_zh: string
  concluded_at: string
  inspectors: string[]
  lines: FieldLine[]
  checks: FieldCheck[]
}

/** What somebody has said so far of an item: nothing, as judged, or what was found instead. */
export interface Said {
  agrees: boolean | null
  found: string
}

const one = (id: string) => `/field-checks/${encodeURIComponent(id)}`
export const readDrawn = (isDone: boolean, after: string | null) => {
  const asked = new URLSearchParams(isDone ? { done: '1' } : {})
  if (after) asked.set('after', after)
  return ask<{ cases: Drawn[]; next: string | null }>('GET', `/field-checks?${asked}`)
}
export const readFile = (id: string) => ask<FieldFile>('GET', one(id))
export const enter = (id: string, told: object) => ask<FieldFile>('POST', one(id), told)
export const correct = (id: string, told: object) => ask<FieldFile>('PUT', one(id), told)

/** What the newest entry says of each item, to begin a correction with. */
export function saidOf(file: FieldFile): Record<string, Said> {
  const newest = file.checks.at(-1)
  const known = new Map(newest?.items.map((item) => [item.item, item]))
  return Object.fromEntries(
    file.lines.map(({ item }) => {
      const kept = known.get(item)
      return [item, { agrees: kept?.agrees ?? null, found: kept?.found ?? '' }]
    }),
  )
}

/** Items that were looked at, as the service takes them. */
export const toldOf = (said: Record<string, Said>): FieldItem[] =>
  Object.entries(said).flatMap(([item, { agrees, found }]) =>
    agrees === null ? [] : [{ item, agrees, found: agrees ? '' : found.trim() }],
  )

/** Why it can not be sent yet; `null` when it can. */
export type Lack = 'nothing' | 'found' | 'reason' | 'day'
export function lackOf(items: FieldItem[], day: string, reason: string | null): Lack | null {
  if (!day) return 'day'
  if (!items.length) return 'nothing'
  if (items.some((item) => !item.agrees && !item.found)) return 'found'
  return reason !== null && !reason.trim() ? 'reason' : null
}
