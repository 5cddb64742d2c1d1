import { type Point, nearest } from './geometry'
import type { SheetKind } from './server'

/** Corners of a sheet and the two ends of what is measured, as far as they are marked. */
export interface Marking {
  corners: readonly Point[]
  points: readonly Point[]
  /** Nobody has moved what the detector found. */
  areFound: boolean
  held: { of: 'corners' | 'points'; index: number } | null
}

export const EMPTY: Marking = { corners: [], points: [], areFound: false, held: null }
const REACH = 0.02

export const found = (now: Marking, corners: readonly Point[]): Marking => ({
  ...now,
  corners,
  areFound: true,
  held: null,
})

/** Takes up the mark at a place, or makes the next one: four corners, then two ends. */
export function pressed(now: Marking, at: Point, aspect: number): Marking {
  for (const of of ['points', 'corners'] as const) {
    const index = nearest(now[of], at, REACH, aspect)
    if (index >= 0) return placed({ ...now, held: { of, index } }, at)
  }
  const of = now.corners.length < 4 ? 'corners' : 'points'
  if (of === 'points' && now.points.length === 2) return now
  return placed({ ...now, held: { of, index: now[of].length } }, at)
}

/** Moves the mark that is held. */
export function placed(now: Marking, at: Point): Marking {
  const held = now.held
  if (!held) return now
  const marks = [...now[held.of]]
  marks[held.index] = at
  return { ...now, [held.of]: marks, areFound: now.areFound && held.of === 'points' }
}

/** Lets go; four corners marked in any order go round from then on, a long side first. */
export function released(now: Marking, sheet: SheetKind, aspect: number): Marking {
  const wasCorner = now.held?.of === 'corners'
  const corners = wasCorner && now.corners.length === 4 ? around(now.corners, sheet, aspect) : now.corners
  return { ...now, corners, held: null }
}

export const swapped = (now: Marking): Marking => ({ ...now, corners: turned(now.corners) })
export const isComplete = (now: Marking) => now.corners.length === 4 && now.points.length === 2 && !now.held

function around(corners: readonly Point[], sheet: SheetKind, aspect: number): Point[] {
  const x = corners.reduce((sum, one) => sum + one.x, 0) / corners.length
  const y = corners.reduce((sum, one) => sum + one.y, 0) / corners.length
  const angle = (one: Point) => Math.atan2((one.y - y) / aspect, one.x - x)
  const round = [...corners].sort((a, b) => angle(a) - angle(b))
  const far = (from: number) => {
    const [a, b] = [round[from]!, round[(from + 1) % 4]!]
    return Math.hypot(a.x - b.x, (a.y - b.y) / aspect)
  }
  return sheet === 'a4' && far(0) + far(2) < far(1) + far(3) ? turned(round) : round
}
const turned = (corners: readonly Point[]) => [...corners.slice(1), ...corners.slice(0, 1)]
