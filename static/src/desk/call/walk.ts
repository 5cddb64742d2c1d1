import type { Checklist, ChecklistItem, Evidence, Finding } from '../types'

/** The checklist as the inspector walks it: one line of items, in the order of the sections. */
export function itemsOf(checklist: Checklist): ChecklistItem[] {
  return checklist.sections.flatMap((section) => section.items)
}

/** The item `step` places further; stays at either end. With nothing chosen yet: the first. */
export function neighbour(items: ChecklistItem[], current: string | null, step: 1 | -1): string | null {
  const at = items.findIndex((item) => item.id === current)
  if (at < 0) return items[0]?.id ?? null
  return items[Math.min(items.length - 1, Math.max(0, at + step))]?.id ?? null
}

/** The next item without a verdict after the current one, wrapping round; `null` when all are judged. */
export function nextOpen(
  items: ChecklistItem[],
  current: string | null,
  findings: Record<string, Finding>,
): string | null {
  const at = items.findIndex((item) => item.id === current)
  const round = [...items.slice(at + 1), ...items.slice(0, at + 1)]
  return round.find((item) => !findings[item.id]?.verdict)?.id ?? null
}

export interface Progress {
  done: number
  all: number
}

export function progressOf(items: ChecklistItem[], findings: Record<string, Finding>): Progress {
  return { done: items.filter((item) => findings[item.id]?.verdict).length, all: items.length }
}

export type Filter = 'all' | 'open' | 'problems'

/** Whether an item stays in the list under a search and a filter. */
export function isShown(
  item: ChecklistItem,
  query: string,
  filter: Filter,
  finding: Finding | undefined,
): boolean {
  if (filter === 'open' && finding?.verdict) return false
  if (filter === 'problems' && (!finding?.verdict || finding.verdict === 'pass')) return false
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const text = [item.id, item.title_zh, item.title_en, item.film_zh, item.judge_zh, finding?.note ?? '']
    .join(' ')
    .toLowerCase()
  return words.every((word) => text.includes(word))
}

export function evidenceOf(evidence: Evidence[], item: string): Evidence[] {
  return evidence
    .filter((one) => one.item_id === item)
    .sort((a, b) => a.captured_at.localeCompare(b.captured_at))
}

/** All evidence as a film: the current item's first, newest first within both parts. */
export function filmOf(evidence: Evidence[], current: string): Evidence[] {
  const rank = (one: Evidence) => (one.item_id === current ? 0 : 1)
  return [...evidence].sort((a, b) => rank(a) - rank(b) || b.captured_at.localeCompare(a.captured_at))
}

/** What still keeps this item from the record; the server has the last word. */
export type Gap = 'verdict' | 'note' | 'evidence'

const PICTURES = new Set(['photo', 'pair', 'video', 'reading', 'document'])

export function gapOf(item: ChecklistItem, finding: Finding | undefined, pictures: number): Gap | null {
  if (!finding?.verdict) return 'verdict'
  const hasNote = finding.note.trim() !== ''
  const asksNote =
    finding.verdict === 'fail' || (finding.verdict === 'not_applicable' && item.weight === 'key')
  if (asksNote && !hasNote) return 'note'
  const asksPicture = item.evidence.some((kind) => PICTURES.has(kind))
  const isSeen = finding.verdict === 'pass' || finding.verdict === 'fail' || finding.verdict === 'rectified'
  return asksPicture && isSeen && pictures === 0 && !hasNote ? 'evidence' : null
}
