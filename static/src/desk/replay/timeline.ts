/** A film of the recording; bytes at `url`, `entries` are moments to begin at with their place. */
export interface Part {
  name: string
  url: string
  mime: string
  began_ms: number
  ended_ms: number
  header_bytes: number
  bytes: number
  width_px: number
  height_px: number
  is_backfilled: boolean
  entries: [number, number][]
}
export interface Span {
  from_ms: number
  to_ms: number
  part: string
  is_backfilled: boolean
}
export interface Gap {
  from_ms: number
  to_ms: number | null
  cause: string
}
export interface Recording {
  room: string
  participant: string
  ended_ms: number | null
  parts: Part[]
  spans: Span[]
  gaps: Gap[]
}

/** What the bar spans: from the first frame to now, or to the end. */
export interface Axis {
  from_ms: number
  to_ms: number
}

const LEAST_MS = 60_000 // a young recording does not fill the bar: it would shrink under the pointer

export function axisOf(recording: Recording, now_ms: number): Axis | null {
  const first = recording.spans[0]
  if (!first) return null
  const end = recording.ended_ms ?? now_ms
  return { from_ms: first.from_ms, to_ms: Math.max(end, first.from_ms + LEAST_MS) }
}

/** Share of the bar where a moment lies, 0 to 1. */
export function shareOf(axis: Axis, at_ms: number): number {
  return Math.min(1, Math.max(0, (at_ms - axis.from_ms) / (axis.to_ms - axis.from_ms)))
}

export function momentOf(axis: Axis, share: number): number {
  return axis.from_ms + Math.min(1, Math.max(0, share)) * (axis.to_ms - axis.from_ms)
}

/** Where a piece of time lies on the bar, in percent, for a style. */
export function place(axis: Axis, from_ms: number, to_ms: number): { left: string; width: string } {
  const left = shareOf(axis, from_ms)
  return { left: `${left * 100}%`, width: `${(shareOf(axis, to_ms) - left) * 100}%` }
}

export function spanAt(recording: Recording, at_ms: number): Span | undefined {
  return recording.spans.find((one) => one.from_ms <= at_ms && at_ms <= one.to_ms)
}

export function gapAt(recording: Recording, at_ms: number): Gap | undefined {
  return recording.gaps.find((one) => one.from_ms < at_ms && (one.to_ms === null || at_ms < one.to_ms))
}

/** The moment that can be seen nearest to the wanted one. */
export function nearestSeen(recording: Recording, at_ms: number): number | null {
  let best: number | null = null
  for (const { from_ms, to_ms } of recording.spans) {
    const here = Math.min(to_ms, Math.max(from_ms, at_ms))
    if (best === null || Math.abs(here - at_ms) < Math.abs(best - at_ms)) best = here
  }
  return best
}

/** Place in the file from which a decoder needs the film to show a moment. */
export function entryFor(part: Part, at_ms: number): number {
  let place = part.header_bytes
  for (const [ms, at] of part.entries) {
    if (ms > at_ms) break
    place = at
  }
  return place
}

/** The gaps nothing fills: what was sent later covers its part of the hatching. */
export const partNamed = (recording: Recording, name: string): Part | undefined =>
  recording.parts.find((one) => one.name === name)
