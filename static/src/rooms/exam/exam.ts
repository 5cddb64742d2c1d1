/** What the service tells of an exam, and what the pages make of it. Pure. */
import type { Both } from '../room'

export type Outcome = 'found' | 'already' | 'elsewhere' | 'wrong'
export interface Level {
  id: string
  title: Both
  faults: number
  seconds: number
  spare: number
}
export type Spot =
  | { scene: string; yaw_deg: number; pitch_deg: number }
  | { x: number; y: number }
  | { thing: string }
export interface Tap {
  number: number
  spot: Partial<{ scene: string; yaw_deg: number; pitch_deg: number; x: number; y: number; thing: string }>
  choice: string
  outcome: Outcome | null
}
export interface ExamScene {
  id: string
  title: Both
  yaw_deg: number
  links: { to: string; yaw_deg: number; pitch_deg: number; title: Both }[]
}
export interface Choice {
  rule_id: string
  text: Both
  group: Both
}
export interface PlanScale {
  margin_px: number
  px_per_m: number
  top_m: number
  width_px: number
}
export interface Questions {
  scenes: ExamScene[]
  choices: Choice[]
  facts: { title: Both; value: Both }[]
  things: { id: string; title: Both }[]
  plan: PlanScale
}
export interface Answer {
  rule_id: string
  item_id: string | null
  text: Both
  clause: string
  edition: string
  confidence: string
  measured: Both
  limit: Both
  because: { title: Both; explanation: Both }[]
  places: [number, number, number][]
  seen: { scene: string; yaw_deg: number; pitch_deg: number; distance_m: number }[]
}
export interface Result {
  points: number
  found: number
  of: number
  mistakes: number
  is_passed: boolean
  at: string
  answers: Answer[]
  found_rules: string[]
  certificate: string | null
}
export interface Attempt {
  id: string
  room: string
  title: Both
  level: Level
  mode: 'practice' | 'exam'
  name: string
  state: 'preparing' | 'ready' | 'running' | 'over'
  drawing: { stage: string; share: number }
  now: string
  ends_at: string | null
  tries: number
  tries_left: number
  of: number
  pass_score: number
  questions: Questions | null
  files: string | null
  pictures: Record<string, { preview: string | null; sharp: string | null }> | null
  taps: Tap[]
  result: Result | null
}

/** Where an address leads: `#certificate/KH…`, `#exam_…`, or the choice of an exam. */
export type Place = { at: 'choose' } | { at: 'attempt'; id: string } | { at: 'certificate'; number: string }
export function placeOf(hash: string): Place {
  const said = decodeURIComponent(hash.replace(/^#/, ''))
  if (said.startsWith('certificate/')) return { at: 'certificate', number: said.slice('certificate/'.length) }
  return said ? { at: 'attempt', id: said } : { at: 'choose' }
}

/** Seconds left by the server's clock, whatever the one of this machine says. Never below 0. */
export function secondsLeft(endsAt: string, serverNow: string, elapsedMs: number): number {
  return Math.max(0, Math.ceil((Date.parse(endsAt) - Date.parse(serverNow) - elapsedMs) / 1000))
}

/** `9:05`. */
export function clockOf(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** The choices by their groups, in the order in which they come; `words` narrows them. */
export function groupsOf(choices: Choice[], words = ''): { title: Both; choices: Choice[] }[] {
  const wanted = words.trim().toLowerCase()
  const groups = new Map<string, { title: Both; choices: Choice[] }>()
  for (const one of choices) {
    if (wanted && !`${one.text.zh} ${one.text.en}`.toLowerCase().includes(wanted)) continue
    const group = groups.get(one.group.zh) ?? { title: one.group, choices: [] }
    group.choices.push(one)
    groups.set(one.group.zh, group)
  }
  return [...groups.values()]
}

/** Metres of a point of the drawn plan; `share`: of its width and height, 0 to 1 from the upper left. */
export function metresOf(
  plan: PlanScale,
  size: { width: number; height: number },
  share: { x: number; y: number },
) {
  return {
    x: (share.x * size.width - plan.margin_px) / plan.px_per_m,
    y: plan.top_m - (share.y * size.height - plan.margin_px) / plan.px_per_m,
  }
}

/** The other way: where metres lie on the drawn plan, in shares of its size. */
export function shareOf(plan: PlanScale, size: { width: number; height: number }, x: number, y: number) {
  return {
    x: (plan.margin_px + x * plan.px_per_m) / size.width,
    y: (plan.margin_px + (plan.top_m - y) * plan.px_per_m) / size.height,
  }
}

/**
 * A window of a panorama as background size and position, both in percent of the window.
 * `fov` degrees wide; the window is as high as `ratio` of its width.
 */
export function cropOf(
  yaw: number,
  pitch: number,
  fov: number,
  ratio: number,
): { size: string; position: string } {
  const wide = 360 / fov // panorama widths in windows
  const high = wide / 2 / ratio
  const left = ((((yaw + 180) % 360) + 360) % 360) / 360
  const top = Math.min(Math.max((90 - pitch) / 180, 0.5 / high), 1 - 0.5 / high)
  // a background that repeats sideways may be placed anywhere
  const x = (100 * (left * wide - 0.5)) / (wide - 1)
  const y = high === 1 ? 0 : (100 * (top * high - 0.5)) / (high - 1)
  return { size: `${wide * 100}% ${high * 100}%`, position: `${x}% ${y}%` }
}
