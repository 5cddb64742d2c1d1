import type { Checklist, ChecklistItem, Evidence, Finding, ItemReadings } from '../types'

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

/** The next item of one's own without a verdict after the current one, wrapping round; `null`: none. */
export function nextOpen(
  items: ChecklistItem[],
  current: string | null,
  findings: Record<string, Finding>,
  isMine: (item: ChecklistItem) => boolean = () => true,
): string | null {
  const at = items.findIndex((item) => item.id === current)
  const round = [...items.slice(at + 1), ...items.slice(0, at + 1)]
  return round.find((item) => isMine(item) && !isDone(findings[item.id]))?.id ?? null
}

/** Whether nothing more is to be done here by this person: they judged it, or it is settled without them. */
export const isDone = (finding: Finding | undefined): boolean =>
  !!finding && (finding.standing === 'settled' || (!!finding.verdict && finding.standing !== 'differs'))

export interface Progress {
  done: number
  all: number
}

export function progressOf(items: ChecklistItem[], findings: Record<string, Finding>): Progress {
  return { done: items.filter((item) => isDone(findings[item.id])).length, all: items.length }
}

export type Filter = 'all' | 'open' | 'problems'

/** Whether an item stays in the list under a search and a filter. */
export function isShown(
  item: ChecklistItem,
  query: string,
  filter: Filter,
  finding: Finding | undefined,
): boolean {
  if (filter === 'open' && isDone(finding)) return false
  if (
    filter === 'problems' &&
    finding?.standing !== 'differs' &&
    (!finding?.verdict || finding.verdict === 'pass')
  )
    return false
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const text = [item.id, item.title_zh, item.title_en, item.film_zh, item.judge_zh, finding?.note ?? '']
    .join(' ')
    .toLowerCase()
  return words.every((word) => text.includes(word))
}

/** Pictures of these items, the oldest first; all items of a shot are shown by each of its pictures. */
export function evidenceOf(evidence: Evidence[], items: string[]): Evidence[] {
  return evidence
    .filter((one) => items.includes(one.item_id))
    .sort((a, b) => a.captured_at.localeCompare(b.captured_at))
}

/** All evidence as a film: the current item's first, newest first within both parts. */
export function filmOf(evidence: Evidence[], current: string): Evidence[] {
  const rank = (one: Evidence) => (one.item_id === current ? 0 : 1)
  return [...evidence].sort((a, b) => rank(a) - rank(b) || b.captured_at.localeCompare(a.captured_at))
}

/** What still keeps this item from the record; the server has the last word. */
export type Gap = 'verdict' | 'note' | 'evidence' | 'reading' | 'video' | 'differs' | 'second'

const PICTURES = new Set(['photo', 'pair', 'video', 'reading', 'document'])

const CLIP_S = 10 // chosen: long enough for a turn of the phone; an item may ask for more

/** How long a clip of an item is. */
export const clipSecondsOf = (item: ChecklistItem | null): number =>
  Math.max(CLIP_S, item?.video_seconds ?? 0)

/** What of an item's evidence is there beside pictures. */
export interface Kept {
  pictures: number
  hasReading: boolean
  clip_s: number
}

/** What is kept of an item so far. */
export function keptOf(own: Evidence[], readings: ItemReadings | undefined): Kept {
  return {
    pictures: own.length,
    hasReading: readings?.readings.some(({ value }) => value !== null) ?? false,
    clip_s: Math.max(0, ...own.map(({ duration_ms }) => duration_ms ?? 0)) / 1000,
  }
}

export function gapOf(item: ChecklistItem, finding: Finding | undefined, kept: Kept): Gap | null {
  if (finding?.standing === 'differs') return 'differs'
  if (!finding?.verdict) return finding?.standing === 'settled' ? null : 'verdict'
  const hasNote = finding.note.trim() !== ''
  const asksNote =
    finding.verdict === 'fail' || (finding.verdict === 'not_applicable' && item.weight === 'key')
  if (asksNote && !hasNote) return 'note'
  const asksPicture = item.evidence.some((kind) => PICTURES.has(kind))
  const isSeen = finding.verdict === 'pass' || finding.verdict === 'fail' || finding.verdict === 'rectified'
  if (isSeen && !hasNote) {
    if (asksPicture && kept.pictures === 0) return 'evidence'
    const asks = (kind: string) => item.evidence.includes(kind)
    const asksReading = asks('reading') && !asks('document') && item.readings.length > 0
    if (asksReading && !kept.hasReading) return 'reading'
    if (asks('video') && kept.clip_s < item.video_seconds) return 'video'
  }
  return finding.standing === 'awaits_second' ? 'second' : null
}
