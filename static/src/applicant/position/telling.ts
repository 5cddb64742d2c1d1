/** What is known of where this phone is; `at` is the moment of the fix by the phone's own clock, in ms. */
export type Position =
  | { is: 'unasked' }
  | { is: 'asking' }
  | { is: 'known'; latitude: number; longitude: number; accuracy_m: number; at: number }
  | { is: 'denied' }
  | { is: 'unavailable' }

export const LOOK_MS = 5000
const AGAIN_MS = 20_000 // the same once more: a desk that came later hears of it
const OLDEST_MS = 3_600_000

/** Decides when the room hears of the position: new ones at once, the same one now and then. */
export class Telling {
  private told: Position | null = null
  private toldAt = 0

  /** The frame to say now, or `null`. `now_ms` is by the same clock as the fix. */
  next(position: Position, now_ms: number): Record<string, unknown> | null {
    if (position.is === 'unasked' || position.is === 'asking') return null
    if (position === this.told && now_ms - this.toldAt < AGAIN_MS) return null
    this.told = position
    this.toldAt = now_ms
    return frameOf(position, now_ms)
  }

  /** Another connection: whatever was said, nobody there has heard it. */
  anew(): void {
    this.told = null
  }
}

function frameOf(position: Position, now_ms: number): Record<string, unknown> {
  if (position.is !== 'known')
    return { type: 'no_position', why: position.is === 'denied' ? 'denied' : 'unavailable' }
  // a clock that was set meanwhile makes fixes of the future; they are of now at the latest
  const age_ms = Math.max(0, Math.round(now_ms - position.at))
  if (age_ms > OLDEST_MS) return { type: 'no_position', why: 'unavailable' }
  const { latitude, longitude, accuracy_m } = position
  return { type: 'position', latitude, longitude, accuracy_m: Math.min(1e6, accuracy_m), age_ms }
}
