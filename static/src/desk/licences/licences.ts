import type { Cited, FactKind, Fault, Handled, Word } from '../intake/api'
import { ask } from '../server'
import type { CaseState } from '../types'

export type Standing = 'valid' | 'open' | 'late' | 'expired'

/** A paper and when its renewal is applied for; days are `2031-11-24`. */
export interface Paper {
  number: string
  track: string
  shop_name: string
  premises: string
  issued_on: string
  valid_until: string
  standing: Standing
  standing_zh: string
  standing_en: string
  opens_on: string | null
  closes_on: string
  is_provisional: boolean
  may_renew: boolean
}
export interface RenewalCase {
  id: string
  number: string
  state: CaseState
  state_zh: string
  is_under_way: boolean
}
export interface Line extends Paper {
  case: string
  case_number: string
  operator: string
  credit_code: string
  reminder: { state: string; state_zh: string; at: string } | null
  renewal: RenewalCase | null
}
/** How long a paper is valid and how it is renewed, with clauses. */
export interface Term {
  track: string
  years: number
  clauses: Cited[]
  renewal_zh: string
  renewal_en: string
  renewal_clauses: Cited[]
}
export interface Ledger {
  today: string
  count: number
  page: number
  pages: number
  terms: Term[]
  licences: Line[]
}
/** What a renewal begins with. */
export interface Renew {
  paper: Paper
  term: Term
  case_number: string
  responsible_person: string
  phone_masked: string
  activities: string[]
  offered: Word[]
  facts: (FactKind & { value: boolean | number | string | null })[]
  renewal: RenewalCase | null
  telephone: string
}

export type SortKey = 'valid_until' | 'issued_on' | 'number' | 'shop_name'
export interface Asked {
  within: number | null
  words: string
  sort: SortKey
  descending: boolean
  page: number
}

/** The question as it stands behind `?`; what is left out is as the server has it. */
export function queryOf(asked: Asked): string {
  const said = new URLSearchParams()
  if (asked.within !== null) said.set('within', String(asked.within))
  if (asked.words.trim()) said.set('words', asked.words.trim())
  said.set('sort', `${asked.descending ? '-' : ''}${asked.sort}`)
  if (asked.page > 1) said.set('page', String(asked.page))
  return said.toString()
}
export const csvOf = (asked: Asked): string => `/api/v1/licences.csv?${queryOf({ ...asked, page: 1 })}`

/** Days from one day to another; below 0: it is over. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

/** What a clerk or an applicant changed, as the server takes it: only what is different. */
export interface Draft {
  unchanged: boolean
  responsible_person: string
  phone: string
  activities: string[]
  facts: Record<string, boolean | number | string | null>
}
export function draftOf(renew: Renew): Draft {
  return {
    unchanged: true,
    responsible_person: renew.responsible_person,
    phone: '',
    activities: renew.activities.filter((id) => renew.offered.some(({ value }) => value === id)),
    facts: Object.fromEntries(renew.facts.map(({ name, value }) => [name, value])),
  }
}
export function changesOf(renew: Renew, draft: Draft): Record<string, unknown> {
  const before = draftOf(renew)
  const facts = Object.fromEntries(
    Object.entries(draft.facts).filter(
      ([name, value]) => value !== null && value !== '' && String(value) !== String(before.facts[name] ?? ''),
    ),
  )
  const isSame =
    draft.activities.length === before.activities.length &&
    draft.activities.every((id) => before.activities.includes(id))
  return {
    unchanged: draft.unchanged,
    ...(draft.responsible_person.trim() && draft.responsible_person.trim() !== renew.responsible_person
      ? { responsible_person: draft.responsible_person.trim() }
      : {}),
    ...(draft.phone.trim() ? { phone: draft.phone.trim() } : {}),
    ...(isSame ? {} : { activities: draft.activities }),
    facts,
  }
}

const renewal = (id: string) => `/cases/${encodeURIComponent(id)}/renewal`
export const licences = {
  page: (asked: Asked) => ask<Ledger>('GET', `/licences?${queryOf(asked)}`),
  before: (id: string) => ask<Renew>('GET', renewal(id)),
  renew: (id: string, changes: object, mandate: object) =>
    ask<Handled>('POST', renewal(id), { ...changes, mandate }),
}
export type { Fault }
