/** Where a walker may go: circles against walls and things of the floor. Pure; metres, x east, y north. */
import type { Both } from '../room'

export interface Thing {
  id: string
  title: Both
  place: [number, number, number, number]
  top_m: number
  is_solid: boolean
}
export interface Floor {
  size_m: [number, number]
  ceiling_m: number
  zones: { id: string; title: Both; place: [number, number, number, number] }[]
  walls: [number, number, number, number][]
  things: Thing[]
}
export interface Walker {
  x: number
  y: number
  yaw_rad: number // 0 north, east grows
  pitch_rad: number
}
/** What keys and stick ask for, each from -1 to 1. */
export interface Wish {
  ahead: number
  aside: number
  turn: number
  tilt: number
}

export const EYE_M = 1.6
const BODY_M = 0.22
const WALL_HALF_M = 0.03
const SPEED_M_S = 1.7
const TURN_RAD_S = 1.5
const MOST_TILT_RAD = 1.35
const STEP_M = 0.08 // shorter than a body is wide: nobody steps through a wall
const YARD_M = 6

/** The walker a moment later. */
export function walked(from: Walker, wish: Wish, seconds: number, floor: Floor): Walker {
  const yaw = from.yaw_rad + wish.turn * TURN_RAD_S * seconds
  const turned = tilted({ ...from, yaw_rad: yaw }, wish.tilt * TURN_RAD_S * 0.6 * seconds)
  const strength = Math.hypot(wish.ahead, wish.aside)
  if (strength < 0.01) return turned
  const far = (SPEED_M_S * seconds * Math.min(1, strength)) / strength
  const dx = (Math.sin(yaw) * wish.ahead + Math.cos(yaw) * wish.aside) * far
  const dy = (Math.cos(yaw) * wish.ahead - Math.sin(yaw) * wish.aside) * far
  const steps = Math.ceil(Math.hypot(dx, dy) / STEP_M)
  let at = turned
  for (let step = 0; step < steps; step++)
    at = freed({ ...at, x: at.x + dx / steps, y: at.y + dy / steps }, floor)
  return at
}

export function tilted(from: Walker, by_rad: number): Walker {
  return { ...from, pitch_rad: clamp(from.pitch_rad + by_rad, -MOST_TILT_RAD, MOST_TILT_RAD) }
}

/** The nearest place where the walker touches nothing. */
export function freed(from: Walker, floor: Floor): Walker {
  const [wide, deep] = floor.size_m
  let { x, y } = from
  for (let round = 0; round < 3; round++) {
    for (const { place, is_solid } of floor.things) if (is_solid) [x, y] = outOfBox(x, y, place)
    for (const wall of floor.walls) [x, y] = outOfWall(x, y, wall)
  }
  return { ...from, x: clamp(x, -YARD_M, wide + YARD_M), y: clamp(y, -YARD_M, deep + YARD_M) }
}

/** Whether no wall stands between two places; things are looked over. */
export function isInSight(x1: number, y1: number, x2: number, y2: number, floor: Floor): boolean {
  return !floor.walls.some(([ax, ay, bx, by]) => {
    const side = (px: number, py: number) => (bx - ax) * (py - ay) - (by - ay) * (px - ax)
    const across = (px: number, py: number) => (x2 - x1) * (py - y1) - (y2 - y1) * (px - x1)
    return side(x1, y1) * side(x2, y2) < 0 && across(ax, ay) * across(bx, by) < 0
  })
}

/** The zone a place lies in. */
export function zoneAt(x: number, y: number, floor: Floor): Floor['zones'][number] | null {
  const holds = ({ place: [left, low, wide, deep] }: Floor['zones'][number]) =>
    x >= left && x <= left + wide && y >= low && y <= low + deep
  return floor.zones.find(holds) ?? null
}

/** The scene one would come back to: in sight if any is, else the nearest. */
export function nearestScene<S extends { at: [number, number] }>(
  scenes: S[],
  x: number,
  y: number,
  floor: Floor,
): S | null {
  const far = ({ at }: S) => Math.hypot(at[0] - x, at[1] - y) + (isInSight(x, y, ...at, floor) ? 0 : 100)
  return scenes.reduce<S | null>((best, one) => (best && far(best) <= far(one) ? best : one), null)
}

function outOfBox(x: number, y: number, [left, low, wide, deep]: Thing['place']): [number, number] {
  const nearX = clamp(x, left, left + wide)
  const nearY = clamp(y, low, low + deep)
  if (nearX !== x || nearY !== y) return pushed(x, y, nearX, nearY, BODY_M)
  // Inside: out by the nearest side.
  const ways: [number, number, number][] = [
    [x - left, left - BODY_M, y],
    [left + wide - x, left + wide + BODY_M, y],
    [y - low, x, low - BODY_M],
    [low + deep - y, x, low + deep + BODY_M],
  ]
  const [, outX, outY] = ways.reduce((best, one) => (one[0] < best[0] ? one : best))
  return [outX, outY]
}

function outOfWall(x: number, y: number, [ax, ay, bx, by]: Floor['walls'][number]): [number, number] {
  const length2 = (bx - ax) ** 2 + (by - ay) ** 2 || 1
  const share = clamp(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length2, 0, 1)
  return pushed(x, y, ax + (bx - ax) * share, ay + (by - ay) * share, BODY_M + WALL_HALF_M)
}

function pushed(x: number, y: number, nearX: number, nearY: number, least: number): [number, number] {
  const far = Math.hypot(x - nearX, y - nearY)
  if (far >= least || far === 0) return [x, y]
  return [nearX + ((x - nearX) * least) / far, nearY + ((y - nearY) * least) / far]
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high)
