/** Lengths on a panorama; the arithmetic of `panorama/measure.py`, held to the same vectors. Pure. */
export interface Depth {
  width: number
  height: number
  mm: Uint16Array // row by row, 0 where there is nothing within 65 m
}
type Vector = [number, number, number]

/** Where a click met the room, from the eye: x east, y north, z up, metres. */
export interface Point {
  way: Vector
  distance_m: number
  near_m: number
  far_m: number
  click_rad: number
  is_edge: boolean
}
export interface Span {
  length_m: number
  band_m: number
}
export interface Measured {
  straight: Span
  rise: Span
  level: Span
  is_edge: boolean
}

export const CLICK_RAD = (0.7 * 2 * Math.PI) / 4096
const REACH = 2.5
const PIXEL = 1
const MORE = 1.5
const JUMP = 0.03
const EVEN = 1.96
const CAUTION = 1.3
const QUANTUM_M = 0.0005
const RIDGE = 0.01
const FARTHEST_M = 65.5
const LEAST_BAND_M = 0.003
const RAD = Math.PI / 180

/** The point of a click; `null` where there is nothing within 65 m. Edges go to what is nearest. */
export function pointAt(
  depth: Depth,
  yaw_deg: number,
  pitch_deg: number,
  click_rad = CLICK_RAD,
): Point | null {
  const column = modulo(yaw_deg / 360 + 0.5, 1) * depth.width - 0.5
  const row = (0.5 - pitch_deg / 180) * depth.height - 0.5
  const off_px = (click_rad * depth.height) / Math.PI
  const reach = REACH * off_px + PIXEL
  const around = samplesAround(depth, column, row, reach + MORE, Math.cos(pitch_deg * RAD))
  const within = around
    .filter(({ across, down }) => across ** 2 + down ** 2 <= reach ** 2)
    .map(({ depth_m }) => depth_m)
    .sort((a, b) => a - b)
  if (!within.length) return null
  let last = 0
  while (last + 1 < within.length && within[last + 1]! <= within[last]! * (1 + JUMP)) last++
  const [low, high] = [within[0]! * (1 - JUMP), within[last]! * (1 + JUMP)]
  const same = around.filter(({ depth_m }) => low <= depth_m && depth_m <= high)
  const { inverse, error } = surface(same, off_px)
  return {
    way: wayOf(yaw_deg, pitch_deg),
    distance_m: 1 / inverse,
    near_m: 1 / (inverse + error) - QUANTUM_M,
    far_m: 1 / Math.max(inverse - error, 1 / FARTHEST_M) + QUANTUM_M,
    click_rad,
    is_edge: last + 1 < within.length,
  }
}

/** A depth beside a click: where, in pixels from it, and how far. */
interface Sample {
  across: number
  down: number
  depth_m: number
}

function samplesAround(depth: Depth, column: number, row: number, reach: number, narrow: number): Sample[] {
  // Towards the zenith a pixel is narrower than it is high.
  const wide = Math.min(reach / Math.max(narrow, 0.02), depth.width / 4)
  const found: Sample[] = []
  for (let y = Math.ceil(row - reach); y <= Math.floor(row + reach); y++)
    for (let x = Math.ceil(column - wide); x <= Math.floor(column + wide); x++) {
      const line = Math.min(Math.max(y, 0), depth.height - 1)
      const mm = depth.mm[line * depth.width + modulo(x, depth.width)]!
      const [across, down] = [((x - column) * reach) / wide, y - row]
      if (mm && across ** 2 + down ** 2 <= reach ** 2) found.push({ across, down, depth_m: mm / 1000 })
    }
  return found
}

/** Inverse distance at the click and how far it may be off, 1/m: on a plane it is linear in the direction. */
function surface(samples: Sample[], off_px: number): { inverse: number; error: number } {
  const n = samples.length
  const sum = (of: (one: Sample) => number) => samples.reduce((total, one) => total + of(one), 0)
  const w = ({ depth_m }: Sample) => 1 / depth_m
  const [x, y, mean] = [sum(({ across }) => across) / n, sum(({ down }) => down) / n, sum(w) / n]
  const xx = sum(({ across }) => (across - x) ** 2) + RIDGE
  const yy = sum(({ down }) => (down - y) ** 2) + RIDGE
  const xy = sum(({ across, down }) => (across - x) * (down - y))
  const xw = sum((one) => (one.across - x) * w(one))
  const yw = sum((one) => (one.down - y) * w(one))
  const size = xx * yy - xy * xy
  const [gx, gy] = [(xw * yy - yw * xy) / size, (yw * xx - xw * xy) / size]
  const slope = Math.hypot(gx, gy)
  const all = samples.map(w)
  const [least, most] = [Math.min(...all) - PIXEL * slope, Math.max(...all) + PIXEL * slope]
  const inverse = Math.min(Math.max(mean - gx * x - gy * y, least), most)
  const left = samples.map((one) => Math.abs(mean + gx * (one.across - x) + gy * (one.down - y) - w(one)))
  return { inverse, error: CAUTION * Math.max(...left) + EVEN * off_px * slope }
}

/** What lies between two points of the same panorama: straight, upwards, across the floor. */
export function measured(a: Point, b: Point): Measured {
  return {
    straight: span(a, b, ([x, y, z]) => Math.sqrt(x ** 2 + y ** 2 + z ** 2)),
    rise: span(a, b, ([, , z]) => Math.abs(z)),
    level: span(a, b, ([x, y]) => Math.hypot(x, y)),
    is_edge: a.is_edge || b.is_edge,
  }
}

function span(a: Point, b: Point, size: (between: Vector) => number): Span {
  const between = (from: number, to: number) =>
    size([0, 1, 2].map((axis) => b.way[axis]! * to - a.way[axis]! * from) as Vector)
  const length_m = between(a.distance_m, b.distance_m)
  const off = (from: number, to: number) => Math.abs(between(from, to) - length_m)
  const sureA = Math.max(off(a.near_m, b.distance_m), off(a.far_m, b.distance_m))
  const sureB = Math.max(off(a.distance_m, b.near_m), off(a.distance_m, b.far_m))
  const missed = Math.hypot(a.distance_m * a.click_rad, b.distance_m * b.click_rad)
  const band_m = Math.hypot(sureA + sureB, EVEN * missed)
  return { length_m, band_m: Math.max(band_m, LEAST_BAND_M) }
}

/** Metres as people read them: to the millimetre, the band rounded up so that it stays true. */
export function readable({ length_m, band_m }: Span): { metres: string; centimetres: string; band: string } {
  const mm = Math.round(length_m * 1000)
  const band_mm = Math.ceil((band_m + 0.0005) * 1000)
  return {
    metres: (mm / 1000).toFixed(3),
    centimetres: (mm / 10).toFixed(1),
    band: (band_mm / 10).toFixed(1),
  }
}

/** The view between two directions, degrees: where the label of a line stands. */
export function middleOf(a: Point, b: Point): { yaw_deg: number; pitch_deg: number } {
  const [x, y, z] = [0, 1, 2].map((axis) => a.way[axis]! + b.way[axis]!) as Vector
  return { yaw_deg: Math.atan2(x, y) / RAD, pitch_deg: Math.atan2(z, Math.hypot(x, y)) / RAD }
}

function wayOf(yaw_deg: number, pitch_deg: number): Vector {
  const [yaw, pitch] = [yaw_deg * RAD, pitch_deg * RAD]
  return [Math.cos(pitch) * Math.sin(yaw), Math.cos(pitch) * Math.cos(yaw), Math.sin(pitch)]
}

const modulo = (value: number, by: number) => ((value % by) + by) % by
