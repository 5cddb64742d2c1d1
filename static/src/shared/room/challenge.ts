import type { RoomFrame } from './socket'

/** Four digits, in force until a moment of this page's own `performance.now()`. */
export interface Challenge {
  code: string
  until_ms: number
}

/** The code in force after a `challenge` or a `welcome`; `null` when there is none. */
export function challengeOf(frame: RoomFrame, now_ms: number): Challenge | null {
  const told = (frame.type === 'welcome' ? frame.challenge : frame) as
    | { code: string; left_s: number }
    | null
    | undefined
  return told ? { code: told.code, until_ms: now_ms + told.left_s * 1000 } : null
}
