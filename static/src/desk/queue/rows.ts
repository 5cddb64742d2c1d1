import type { CaseRow, CaseState } from '../types'

/** The shelves of the queue: what to do now, what is going on, what is done. */
export type Shelf = 'todo' | 'signing' | 'late' | 'done' | 'all'

const STATES: Record<Exclude<Shelf, 'all' | 'late'>, ReadonlySet<CaseState>> = {
  todo: new Set<CaseState>([
    'received',
    'pre_check',
    'accepted',
    'preparing',
    'booked',
    'inspecting',
    'no_show',
    'technical_abort',
    'on_site',
    'supplement_due',
  ]),
  signing: new Set<CaseState>(['reviewing']),
  done: new Set<CaseState>(['determined', 'pushed', 'licensed', 'closed', 'withdrawn']),
}

export function isOn(shelf: Shelf, row: CaseRow): boolean {
  if (shelf === 'late') return row.is_overdue
  return shelf === 'all' || STATES[shelf].has(row.state)
}

export function countOn(rows: CaseRow[], shelf: Shelf): number {
  return rows.filter((row) => isOn(shelf, row)).length
}

/** Waiting applicants first, then what is due first; what is done comes last, newest first. */
export function inOrder(rows: CaseRow[]): CaseRow[] {
  return [...rows].sort((a, b) => {
    const waiting = Number(b.applicant_is_waiting) - Number(a.applicant_is_waiting)
    if (waiting) return waiting
    const done = Number(STATES.done.has(a.state)) - Number(STATES.done.has(b.state))
    if (done) return done
    return STATES.done.has(a.state) ? b.due_at.localeCompare(a.due_at) : a.due_at.localeCompare(b.due_at)
  })
}

export function matches(row: CaseRow, query: string): boolean {
  const text = [row.number, row.shop_name, row.applicant_name, row.format_zh].join(' ').toLowerCase()
  return query
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
