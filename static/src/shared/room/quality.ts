/** How much picture the phone sends, from the best down to none (webrtc/quality.py). */
export type Rung = 'hd' | 'sd' | 'slow' | 'stills' | 'on_demand'

/** The phone's word: this rung and cap are in force, or could not be put in force. */
export interface Obeyed {
  rung: Rung
  cap_bps: number
  is_in_force: boolean
}
/** What was decided, by whom, and what the phone has said to that. */
export interface Quality {
  rung: Rung
  reason: string | null
  is_pinned: boolean
  cap_bps: number
  obeyed: Obeyed | null
}

/** Whether a moving picture is due on it. */
export function isMoving(rung: Rung): boolean {
  return rung !== 'stills' && rung !== 'on_demand'
}
