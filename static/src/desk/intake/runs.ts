import { ask } from '../server'
import type { Text } from '../texts'
import type { Fault } from './api'
import { RUNS } from './run_texts'

/** An import as the list shows it; `done` of `total` lines have their outcome. */
export interface ImportRun {
  id: string
  file_name: string
  state: 'running' | 'finished' | 'cancelled'
  total: number
  done: number
  filed: number
  known: number
  refused: number
  ignored: string[]
  began_by: string
  began_at: string
  ended_by: string
  ended_at: string | null
  has_report: boolean
  in_excel: boolean
}
export interface RefusedLine {
  line: number
  external_number: string
  shop_name: string
  faults: (Fault & { heading: Text })[]
}
export type WatchedRun = ImportRun & { refused_lines: RefusedLine[] }

/** As the server takes them; over this nothing is sent at all. */
export const MOST_BYTES = 20 * 1024 * 1024
export const LOOK_MS = 1500

const one = (id: string) => `/intake/imports/${encodeURIComponent(id)}`

export const runs = {
  begin: (file: File) =>
    ask<WatchedRun>('POST', `/intake/imports?name=${encodeURIComponent(file.name.slice(0, 200))}`, file),
  newest: async () => (await ask<{ imports: ImportRun[] }>('GET', '/intake/imports')).imports,
  watch: (id: string) => ask<WatchedRun>('GET', one(id)),
  cancel: (id: string) => ask<WatchedRun>('POST', `${one(id)}/cancel`),
}
export const reportUrl = (id: string, kind: 'xlsx' | 'csv') => `/api/v1${one(id)}/faults.${kind}`

/** Percent of the lines that have an outcome; 100 only when none is left. */
export function percent(run: Pick<ImportRun, 'done' | 'total'>): number {
  return run.total ? Math.floor((run.done / run.total) * 100) : 100
}
/** What an import came to, in a sentence. */
export function told(run: ImportRun): Text {
  return filled(RUNS[run.state], run)
}
export function filled(text: Text, values: object): Text {
  const put = (words: string) =>
    Object.entries(values).reduce((said, [name, value]) => said.replaceAll(`{${name}}`, String(value)), words)
  return { zh: put(text.zh), en: put(text.en) }
}
/** About how long the rest takes by what was done since `since`; `null` before anything is known. */
export function minutesLeft(run: ImportRun, since: { done: number; at: number }, now: number): number | null {
  const lines = run.done - since.done
  if (run.state !== 'running' || lines <= 0 || now <= since.at) return null
  return Math.max(1, Math.ceil(((run.total - run.done) * (now - since.at)) / lines / 60_000))
}
