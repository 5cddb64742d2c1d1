import { ask } from '../../shared/api'

/** What the link of a reminder renews; `GET /api/v1/renewals/{token}`. */
export interface Renewal {
  paper: {
    number: string
    shop_name: string
    premises: string
    valid_until: string
    standing: 'valid' | 'open' | 'late' | 'expired'
    opens_on: string | null
    closes_on: string
    is_provisional: boolean
    may_renew: boolean
  }
  term: {
    renewal_zh: string
    renewal_en: string
    renewal_clauses: { law: string; article: string; is_confirmed: boolean }[]
  }
  responsible_person: string
  phone_masked: string
  activities: string[]
  offered: { value: string; zh: string; en: string }[]
  facts: Asked[]
  renewal: { number: string; state: string; state_zh: string; is_under_way: boolean } | null
  telephone: string
}
export interface Asked {
  name: string
  kind: 'yes_no' | 'number' | 'choice'
  unit: string
  zh: string
  en: string
  choices: { value: string; zh: string; en: string }[]
  value: boolean | number | string | null
}
export interface Filed {
  number: string
  state_zh: string
  is_accepted: boolean
}
/** What the applicant says: nothing is different, or what is. */
export interface Said {
  is_same: boolean
  responsible_person: string
  phone: string
  activities: string[]
  facts: Record<string, Asked['value']>
}

const address = (token: string) => `/api/v1/renewals/${encodeURIComponent(token)}`
export const readRenewal = (token: string) => ask<Renewal>('GET', address(token))
export const fileRenewal = (token: string, changes: object) => ask<Filed>('POST', address(token), changes)

export function begun(renewal: Renewal): Said {
  return {
    is_same: true,
    responsible_person: renewal.responsible_person,
    phone: '',
    activities: renewal.activities.filter((id) => renewal.offered.some(({ value }) => value === id)),
    facts: Object.fromEntries(renewal.facts.map(({ name, value }) => [name, value])),
  }
}

/** Only what is different from the old application. */
export function changesOf(renewal: Renewal, said: Said): Record<string, unknown> {
  const phone = said.phone.trim() ? { phone: said.phone.trim() } : {}
  if (said.is_same) return { unchanged: true, ...phone }
  const before = begun(renewal)
  const facts = Object.entries(said.facts).filter(
    ([name, value]) => value !== null && value !== '' && String(value) !== String(before.facts[name] ?? ''),
  )
  const isSame = [...said.activities].sort().join() === [...before.activities].sort().join()
  const person = said.responsible_person.trim()
  return {
    unchanged: false,
    ...phone,
    ...(person && person !== before.responsible_person ? { responsible_person: person } : {}),
    ...(isSame || !said.activities.length ? {} : { activities: said.activities }),
    facts: Object.fromEntries(facts),
  }
}
