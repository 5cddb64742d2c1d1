import type { Text } from '../texts'
import type { Checklist } from '../types'
import type { Place } from './faults'

/** What the editor reads from the server, as the HTTP contract names it. */

export interface VersionRow {
  family: string
  version: string
  effective_from: string | null
  origin: 'builtin' | 'bureau'
  is_in_force: boolean
  published_at: string
}
export interface DraftRow {
  id: string
  family: string
  base: string
  changed_by: string
  changed_at: string
}
export interface Family {
  id: string
  title_zh: string
  title_en: string
  versions: VersionRow[]
  drafts: DraftRow[]
}

export interface SaidFault {
  line: number
  path: string
  item: string
  field: string
  zh: string
  en: string
}
export interface Draft extends DraftRow {
  yaml: string
  /** The values of the text, every scalar a text; `null` while the text is no YAML. */
  template: Record<string, unknown> | null
  faults: SaidFault[]
}

/** One thing that is wrong, and where: `place` leads to it from the root of the template. */
export interface Fault {
  place: Place
  item: string
  said: Text
}

export interface FactKind {
  name: string
  kind: 'statement' | 'number' | 'choice'
  zh: string
  en: string
  unit: string
  default: string
  choices: { word: string; zh: string; en: string }[]
}
export interface ClauseRow {
  id: string
  zh: string
  en: string
  article: string
  edition: string
  effective_from: string | null
  superseded_by: string | null
  confidence: string
}
export interface DepartmentRow {
  id: string
  zh: string
  en: string
}
/** What conditions, items and vectors may name. */
export interface Vocabulary {
  facts: FactKind[]
  clauses: ClauseRow[]
  departments: DepartmentRow[]
}

/** Facts of a shop as a file has them: texts; what is not there is ordinary. */
export type FactValues = Record<string, string>
export type Preview = Checklist

export type Judged =
  | { is: 'judged'; holds: boolean; because: Text }
  | { is: 'malformed'; column: number; said: Text }

export interface VectorRun {
  name: string
  holds: boolean
  misses: Text[]
}
export interface Check {
  may_publish: boolean
  faults: SaidFault[]
  vectors: VectorRun[]
  lacks: Text | null
}
export interface ItemChange {
  item_id: string
  title_zh: string
  title_en: string
  change: 'added' | 'removed' | 'changed' | 'moved'
  fields: { field: string; before: string; after: string }[]
}
