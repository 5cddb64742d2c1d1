import { ask } from '../server'

/** One thing that happened. */
export interface Entry {
  number: number
  at: string
  actor: string
  actor_name: string
  action: string
  /** What happened in words; empty where only `action` says it. */
  zh: string
  en: string
  subject: string
  subject_name: string
  facts: Record<string, unknown>
  hash: string
}
export interface Page {
  entries: Entry[]
  /** Older ones have smaller numbers than this; `null`: there are none. */
  next: number | null
}
type Read = (only: Only | null, before?: number) => Promise<Page>
/** What of the log is shown: all, or what is about something, or what somebody did. */
export interface Only {
  by: 'subject' | 'actor'
  id: string
  name: string
}

const MOST_STRETCHES = 10

/**
 * The next entries. Of an office with many cases the server looks at a stretch of the log at a time: while it
 * found nothing the next stretch is asked for, so many times.
 */
export async function readOn(only: Only | null, before?: number, read: Read = readPage): Promise<Page> {
  let page = await read(only, before)
  for (let n = 1; n < MOST_STRETCHES && !page.entries.length && page.next !== null; n++)
    page = await read(only, page.next)
  return page
}

export function readPage(only: Only | null, before?: number): Promise<Page> {
  const query = new URLSearchParams()
  if (only) query.set(only.by, only.id)
  if (before !== undefined) query.set('before', String(before))
  return ask<Page>('GET', `/audit?${query}`)
}

/** The facts of an entry in a line: `role auditor · before {"role":"clerk"}`. */
export const told = (facts: Record<string, unknown>): string =>
  Object.entries(facts)
    .filter(([, value]) => value !== '' && value !== null)
    .map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(' · ')
