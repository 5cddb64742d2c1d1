import { ask } from '../server'
import type { Evidence } from '../types'
import type { Box, Point } from './geometry'

export interface Cover {
  number: number
  boxes: Box[]
  reason: string
  name: string
  at: string
  covered_sha256: string | null
}

/** A line of text or a code as a machine read it: a proposal. */
export interface Read {
  text: string
  confidence: number
  form: string
  corners: Point[]
}

export type SheetKind = 'a4' | 'marker'

/** What was marked on the picture to measure by. */
export interface Marked {
  sheet: SheetKind
  side_mm: number
  corners: readonly Point[]
  are_found: boolean
  points: readonly Point[]
  coarseness: number
  quantity: number | null
}

export interface Length {
  value_mm: number
  error_mm: number
  value: string | null
  error: string | null
  standing: 'within' | 'borderline' | 'outside' | 'no_limit' | null
  standing_zh: string
  standing_en: string
}

export interface Quantity {
  quantity: number
  zh: string
  en: string
  unit: string
  at_least: string | null
  at_most: string | null
}

export interface Note {
  id: string
  kind: 'length' | 'text' | 'code'
  title: string
  value: string
  unit: string
  content: { measured?: string; error?: string; proposed?: string }
  name: string
  at: string
}

const one = (id: string) => `/evidence/${encodeURIComponent(id)}`

/** What the viewer's tools ask of the server. `given_up` ends the work there as well. */
export const look = {
  cover: (id: string, boxes: readonly Box[], reason: string) =>
    ask<Evidence>('PUT', `${one(id)}/cover`, { boxes, reason }),
  covers: (id: string) => ask<{ covers: Cover[] }>('GET', `${one(id)}/covers`),
  faces: (id: string, given_up: AbortSignal) =>
    ask<{ boxes: Box[] }>('POST', `${one(id)}/faces`, undefined, given_up),
  read: (id: string, what: 'texts' | 'codes', box: Box | null, given_up: AbortSignal) =>
    ask<{ reads: Read[] }>('POST', `${one(id)}/${what}`, { box }, given_up),
  sheet: (id: string, given_up: AbortSignal) =>
    ask<{ kind: SheetKind | null; corners: Point[] }>('POST', `${one(id)}/sheet`, undefined, given_up),
  length: (id: string, marked: Marked) => ask<Length>('POST', `${one(id)}/length`, marked),
  notes: (id: string) => ask<{ notes: Note[]; quantities: Quantity[] }>('GET', `${one(id)}/notes`),
  confirmLength: (id: string, length: Marked, quantity: number, value: string) =>
    ask<Note>('POST', `${one(id)}/notes/length`, { length, quantity, value }),
  confirmRead: (id: string, read: Read, title: string, value: string) =>
    ask<Note>('POST', `${one(id)}/notes/text`, {
      is_code: read.form !== '',
      title,
      value,
      proposed: read.text,
      confidence: read.confidence,
    }),
  withdraw: (id: string, note: string) =>
    ask<unknown>('DELETE', `${one(id)}/notes/${encodeURIComponent(note)}`),
}
