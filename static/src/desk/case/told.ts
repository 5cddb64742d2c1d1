import type { ToldNotice } from '../types'
import { TOLD_STATES } from './texts'

/** The way a notice went last: `sms`, `email` or `wecom`; `null` before the first attempt. */
export function wayOf(one: ToldNotice): string | null {
  return one.events.findLast(({ channel }) => channel)?.channel ?? null
}

/** What a gateway said, where the notice did not arrive and somebody has to see to it. */
export function troubleOf(one: ToldNotice): string {
  if (!TOLD_STATES[one.state]?.isTrouble) return ''
  return one.events.findLast(({ said }) => said)?.said ?? ''
}

/** What is still to come first, nearest first; then what was said, newest first. */
export function inOrder(notices: ToldNotice[]): ToldNotice[] {
  const coming = notices.filter(({ state }) => state === 'scheduled')
  return [...coming.reverse(), ...notices.filter(({ state }) => state !== 'scheduled')]
}
