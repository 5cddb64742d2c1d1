/** Waits between tries: quick at first, because a restarted server is back in seconds; 0.3, 0.6, 1.2 … 7 s (scorecard, rule 3). */
export function pauseBefore(tries: number, random: number = Math.random()): number {
  const base = Math.min(7000, 300 * 2 ** Math.min(tries, 6))
  return Math.round(base * (0.75 + random * 0.5)) // spread, so that all desks don't knock at once
}

/** What an HTTP answer of the media plane means for the next try. */
export type Refusal = 'absent' | 'stale_token' | 'later'

export function refusalOf(status: number): Refusal {
  if (status === 409) return 'absent'
  if (status === 401 || status === 403 || status === 404) return 'stale_token'
  return 'later'
}
