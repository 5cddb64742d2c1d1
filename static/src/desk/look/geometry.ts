/** A place on the upright picture as shares of its width and height, 0 to 1. */
export interface Point {
  x: number
  y: number
}
/** A part of the upright picture, in the same shares. */
export interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

const LEAST = 0.004 // a slip of the finger covers nothing
const STEPS = { coarse: 0.02, plain: 0.005, fine: 0.0005 } as const
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

const within = (share: number) => Math.min(1, Math.max(0, share))
export const inside = ({ x, y }: Point): Point => ({ x: within(x), y: within(y) })

/** The box between two opposite corners, whichever was first. */
export function boxOf(one: Point, other: Point): Box {
  const a = inside(one)
  const b = inside(other)
  return {
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    right: Math.max(a.x, b.x),
    bottom: Math.max(a.y, b.y),
  }
}
export const isWorth = (box: Box) => box.right - box.left >= LEAST && box.bottom - box.top >= LEAST

/** Where an arrow key leads; Shift in large steps, Alt in tiny ones. `null`: another key. */
export function moved(
  from: Point,
  press: { key: string; shiftKey?: boolean; altKey?: boolean },
): Point | null {
  const way = ARROWS[press.key]
  if (!way) return null
  const step = press.shiftKey ? STEPS.coarse : press.altKey ? STEPS.fine : STEPS.plain
  return inside({ x: from.x + way[0] * step, y: from.y + way[1] * step })
}

/** The index of the point nearest to a place, within so many shares of the width; -1: none. */
export function nearest(points: readonly Point[], at: Point, reach: number, aspect: number): number {
  let found = -1
  let best = reach
  points.forEach((one, index) => {
    const far = Math.hypot(one.x - at.x, (one.y - at.y) / aspect)
    if (far <= best) [found, best] = [index, far]
  })
  return found
}
