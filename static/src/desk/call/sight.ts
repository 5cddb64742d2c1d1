/** What a picture shows over time, from a few small samples of it. */
export type Seen = 'live' | 'black' | 'frozen'

export const SAMPLE_MS = 500
export const SAMPLE_PX = { width: 32, height: 18 }
// chosen, not measured: a covered lens with its noise stays below both, a dark store room does not
const BLACK_MEAN = 12
const BLACK_SPREAD = 10
const FROZEN_LOOKS = 3 // after the first: 2 s; a sensor's noise never gives two equal pictures
const BLACK_LOOKS = 4
const SAME_SHARE = 0.05 // an encoder goes on mending a standing picture here and there for a second

/** What was seen so far; start with `UNSEEN`. */
export interface Sight {
  last: Uint8Array | null
  same: number
  black: number
}
export const UNSEEN: Sight = { last: null, same: 0, black: 0 }

/** The sight after one more look. `pixels` is RGBA, row by row. Pure. */
export function looked(before: Sight, pixels: Uint8ClampedArray): Sight {
  const grey = new Uint8Array(pixels.length / 4)
  for (let at = 0; at < grey.length; at += 1) {
    grey[at] = Math.round(0.299 * pixels[4 * at]! + 0.587 * pixels[4 * at + 1]! + 0.114 * pixels[4 * at + 2]!)
  }
  return {
    last: grey,
    same: before.last && isSame(before.last, grey) ? before.same + 1 : 0,
    black: isBlack(grey) ? before.black + 1 : 0,
  }
}

/** What to call it. Black goes first: a black picture does not change either. */
export function seenIn(sight: Sight): Seen {
  if (sight.black >= BLACK_LOOKS) return 'black'
  return sight.same >= FROZEN_LOOKS ? 'frozen' : 'live'
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  let differing = 0
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) differing += 1
  return one.length === other.length && differing <= SAME_SHARE * one.length
}

function isBlack(grey: Uint8Array): boolean {
  let sum = 0
  let brightest = 0
  let darkest = 255
  for (const value of grey) {
    sum += value
    brightest = Math.max(brightest, value)
    darkest = Math.min(darkest, value)
  }
  return sum / grey.length <= BLACK_MEAN && brightest - darkest <= BLACK_SPREAD
}
