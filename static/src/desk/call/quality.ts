import type { Rung } from '../../shared/room/quality'
import type { Text } from '../texts'
import type { Sending, Watching } from './room_state'
import { FIGURES } from './texts'

/** What an inspector can pick; `null` leaves it to the service. */
export const CHOICES: (Rung | null)[] = [null, 'hd', 'sd', 'slow', 'stills', 'on_demand']

/** Caps an inspector can pick, in bits per second; `null` is the room's own of 2.5 Mbit/s. */
export const CAPS: (number | null)[] = [null, 1_000_000, 500_000, 200_000]
export const OWN_CAP_BPS = 2_500_000

const OLD_MS = 10_000 // five stills missed

/** How old a still is, in words, and whether that should be noticed. */
export function ageOf(ms: number): { text: Text; isOld: boolean } {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const text =
    seconds < 100
      ? { zh: `${seconds} 秒前`, en: `${seconds} s ago` }
      : { zh: `${Math.round(seconds / 60)} 分钟前`, en: `${Math.round(seconds / 60)} min ago` }
  return { text, isOld: ms >= OLD_MS }
}

/** Where the newest still is; the number only tells the browser that it is another one. */
export function stillUrl(caseId: string, number: number): string {
  return `/api/v1/cases/${encodeURIComponent(caseId)}/snapshot?number=${number}`
}

type Line = Pick<Sending, 'kbps' | 'loss_percent' | 'rtt_ms'> & {
  width_px: number | null
  height_px: number | null
  fps?: number
  freezes: number | null
}

/** Figures of one connection in a line; what is not known is left out. */
export function lineOf(one: Line, lang: 'zh' | 'en'): string {
  const parts: string[] = []
  if (one.width_px) parts.push(`${one.width_px}×${one.height_px}`)
  if (one.fps) parts.push(`${one.fps} fps`)
  parts.push(`${one.kbps} kbps`, `${FIGURES.loss[lang]} ${one.loss_percent}%`)
  if (one.rtt_ms !== null) parts.push(`${FIGURES.rtt[lang]} ${one.rtt_ms} ms`)
  if (one.freezes !== null) parts.push(`${FIGURES.freezes[lang]} ${one.freezes}`)
  return parts.join(' · ')
}

/** Those who watch a publisher, a line per connection's person. */
export function viewersOf(watching: Watching[], publisher: string): Watching[] {
  return watching.filter((one) => one.publisher === publisher)
}
