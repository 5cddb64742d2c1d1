import { ask, Refused, refusalOf } from '../server'
import type { Text } from '../texts'
import type { CaseState } from '../types'

export interface Word extends Text {
  value: string
}
export interface FactKind extends Text {
  name: string
  kind: 'yes_no' | 'number' | 'choice'
  unit: string
  choices: Word[]
}
export interface Question extends Text {
  fact: string
  kind: FactKind['kind']
  unit: string
  choices: Word[]
}
export interface Cited {
  law: string
  article: string
  edition: string
  is_confirmed: boolean
}
/** A rule that holds: why, by which facts, and what could be changed. */
export interface Told {
  rule: string
  why: Text
  because: Text
  change: Text
  clauses: Cited[]
}
export interface PreCheck {
  standing: 'open' | 'stopped' | 'passed'
  answered: string[]
  next: Question | null
  stopped_by: Told | null
  advice: Told[]
}
export interface Decided extends Text {
  value: string
  rule: string
  clauses: Cited[]
}
export interface Triage {
  track: Decided
  mode: Decided
}
export interface Handled {
  id: string
  number: string
  state: CaseState
  mode: string
  mode_why: Text | null
  track: string
  pre_check: PreCheck
  triage: Triage | null
  doubles: string[]
}
/** How a case came in, for the desk; `null` where it was not kept. */
export interface Seen extends Handled {
  filing: {
    channel: 'api' | 'file' | 'window' | 'renewal'
    sender: string
    external_number: string
    details: Record<string, string | number>
  } | null
}
export interface Form {
  formats: Word[]
  activities: Word[]
  relations: Word[]
  ways: Word[]
  facts: FactKind[]
  questions: Question[]
}
export type FactValue = boolean | number | string
export type Facts = Record<string, FactValue>
export interface Fault extends Text {
  path: string
}

export interface ImportLine {
  line: number
  external_number: string
  shop_name: string
  standing: 'ready' | 'wrong' | 'known' | 'filed'
  faults: (Fault & { heading: Text })[]
  doubles: string[]
  pre_check: PreCheck['standing'] | null
  rule: string | null
  case: { id: string; number: string } | null
}
export interface ImportReport {
  sha256: string
  total: number
  ready: number
  wrong: number
  known: number
  filed: number
  ignored: string[]
  lines: ImportLine[]
}

const one = (id: string) => `/cases/${encodeURIComponent(id)}`

/** What the pages of the intake say to the server. */
export const intake = {
  form: () => ask<Form>('GET', '/intake/form'),
  ask: (facts: Facts) => ask<{ pre_check: PreCheck; triage: Triage | null }>('POST', '/pre-check', { facts }),
  file: (application: object, mandate: object, despite_doubles: boolean, papers_missing: boolean) =>
    ask<Handled>('POST', '/cases', { application, mandate, despite_doubles, papers_missing }),
  handled: (id: string) => ask<Seen>('GET', `${one(id)}/pre-check`),
  complete: (id: string, facts: Facts) => ask<Handled>('PUT', `${one(id)}/pre-check`, { facts }),
  decline: (id: string, reason: string) => ask<unknown>('POST', `${one(id)}/decline`, { reason }),
  setMode: (id: string, mode: string, reason: string) =>
    ask<unknown>('PUT', `${one(id)}/mode`, { mode, reason }),
  look: (file: Blob) => ask<ImportReport>('POST', '/intake/import/check', file),
  take: (file: File, sha256: string, take: 'all' | 'good') =>
    ask<ImportReport>(
      'POST',
      `/intake/import?take=${take}&sha256=${sha256}&name=${encodeURIComponent(file.name.slice(0, 200))}`,
      file,
    ),
}
/** The file with a column of what to mend; throws `Refused`. */
export async function faultsFile(file: Blob, kind: 'xlsx' | 'csv'): Promise<Blob> {
  const address = `/api/v1/intake/import/faults.${kind}`
  const answer = await fetch(address, { method: 'POST', body: file, credentials: 'same-origin' }).catch(
    (error: unknown) => {
      throw Refused.from(error)
    },
  )
  if (!answer.ok) throw await refusalOf(answer)
  return answer.blob()
}
export const templateUrl = (kind: 'xlsx' | 'csv') => `/api/v1/intake/import/template.${kind}`
