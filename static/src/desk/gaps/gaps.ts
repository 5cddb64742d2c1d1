import { ask } from '../server'
import type { Text } from '../texts'

/** Papers that follow an acceptance, as the server names them. */
export interface Kind {
  id: string
  title: Text
  asks: Text
  form: Form
  working_days: number
}
export type Form = 'photo' | 'document'
export interface GapList {
  version: string
  source: Text
  is_confirmed: boolean
  kinds: Kind[]
  never: Text[]
  free_text: boolean
  default_working_days: number
  most_working_days: number
  most_gaps: number
}
export interface Upload {
  id: string
  round: number
  mime: string
  size_bytes: number
  kept_at: string
  by: string
  concerns: Text[]
}
export type GapState = 'open' | 'in_review' | 'accepted' | 'sent_back' | 'lapsed'
export interface Gap {
  id: string
  title: Text
  asks: Text
  form: Form
  state: GapState
  state_text: Text
  working_days: number
  first_due_at: string
  due_at: string
  round: number
  why: string
  uploads: Upload[]
  steps: { what: string; who: string; at: string; why: string }[]
}
export interface Pledge {
  version: string
  sha256: string
  zh: string[]
  en: string[]
  signed: { way: 'phone' | 'clerk' | 'sender'; signer: string; by: string; at: string } | null
}
export interface Flag {
  id: string
  source: string
  reason: string
  set_by: string
  set_at: string
  lifted_by: string | null
  lifted_at: string | null
  lift_reason: string | null
}
export interface Sheet {
  gaps: Gap[]
  pledge: Pledge | null
  is_closed: boolean
  is_flagged: boolean
  flags: Flag[]
  may_accept: boolean
  may_review: boolean
  may_end: boolean
}
/** A paper as it is named; `kind` `other` has a name of its own. */
export interface Wanted {
  kind: string
  name: string
  form: Form
  working_days: number
}

export const OTHER = 'other'

/** What is sent of a named paper: of a listed one only what differs from the list. */
export function asSent(wanted: Wanted, list: GapList): object {
  const { kind, working_days } = wanted
  if (kind !== OTHER) {
    const usual = list.kinds.find(({ id }) => id === kind)?.working_days
    return working_days === usual ? { kind } : { kind, working_days }
  }
  return { kind, name: wanted.name.trim(), form: wanted.form, working_days }
}

/** Whether everything that was named can be sent. */
export function isWhole(wanted: Wanted[], list: GapList): boolean {
  const fits = ({ kind, name, working_days: days }: Wanted) =>
    Number.isInteger(days) && days >= 1 && days <= list.most_working_days && (kind !== OTHER || !!name.trim())
  return wanted.length >= 1 && wanted.length <= list.most_gaps && wanted.every(fits)
}

/** Those to look at first: in review, then what waits for the applicant, then the rest as named. */
export function inOrder(gaps: Gap[]): Gap[] {
  const rank: Record<GapState, number> = { in_review: 0, lapsed: 1, sent_back: 2, open: 3, accepted: 4 }
  return [...gaps].sort((one, other) => rank[one.state] - rank[other.state])
}

/** A file's size as people read it. */
export const sizeOf = (bytes: number): string =>
  bytes < 1024 * 1024
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`

const one = (id: string) => `/cases/${encodeURIComponent(id)}`
const gapPath = (id: string, gap: string) => `${one(id)}/gaps/${encodeURIComponent(gap)}`
const operator = (code: string) => `/operators/${encodeURIComponent(code)}/flags`

/** What the desk says to the server about papers that follow. */
export const gaps = {
  list: () => ask<GapList>('GET', '/gap-list'),
  sheet: (id: string) => ask<Sheet>('GET', `${one(id)}/gaps`),
  accept: (id: string, named: object[], facts: object) =>
    ask<Sheet>('POST', `${one(id)}/gaps`, { gaps: named, facts }),
  review: (id: string, gap: string, verdict: 'accepted' | 'sent_back', why: string) =>
    ask<Sheet>('POST', `${gapPath(id, gap)}/review`, { verdict, why }),
  extend: (id: string, gap: string, working_days: number, why: string) =>
    ask<Sheet>('POST', `${gapPath(id, gap)}/extension`, { working_days, why }),
  upload: (id: string, gap: string, file: File) => ask<Upload>('POST', `${gapPath(id, gap)}/uploads`, file),
  pledge: (id: string, sha256: string, mandate: object) =>
    ask<Sheet>('POST', `${one(id)}/pledge`, { sha256, mandate }),
  end: (id: string, why: string) => ask<Sheet>('POST', `${one(id)}/gaps/end`, { why }),
  flag: (code: string, source: string, reason: string) =>
    ask<unknown>('POST', operator(code), { source, reason }),
  lift: (code: string, flag: string, reason: string) =>
    ask<unknown>('POST', `${operator(code)}/${encodeURIComponent(flag)}/lift`, { reason }),
}
export const fileUrl = (id: string, gap: string, upload: string) =>
  `/api/v1${gapPath(id, gap)}/uploads/${encodeURIComponent(upload)}`
export const signatureUrl = (id: string) => `/api/v1${one(id)}/pledge/signature.png`
