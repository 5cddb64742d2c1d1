/** What a picture shows over time, from a few small samples of it. */
export type Seen = 'live' | 'black' | 'frozen'

export const SAMPLE_MS = 250
export const SAMPLE_PX = { width: 32, height: 18 }
// chosen, not measured: a covered lens with its noise stays below both, a dark store room does not
const BLACK_MEAN = 12
const BLACK_SPREAD = 10
const BLACK_LOOKS = 6
const STILL_LOOKS = 7 // 1.75 s, so that the desk says it within 3 s (M11); a sensor's noise never gives two equal pictures
const MENDED_LOOKS = 1 // an encoder repaints a standing picture once, with its next keyframe
const SAME_LEVELS = 0.2 // on average; it goes on mending by a level here and there: up to 0.18 seen

/** What was seen so far; start with `UNSEEN`. `changed` tells of the latest looks, oldest first. */
export interface Sight {
  last: Uint8Array | null
  changed: readonly boolean[]
  black: number
}
export const UNSEEN: Sight = { last: null, changed: [], black: 0 }

/** The sight after one more look. `pixels` is RGBA, row by row. Pure. */
export function looked(before: Sight, pixels: Uint8ClampedArray): Sight {
  const grey = new Uint8Array(pixels.length / 4)
  for (let at = 0; at < grey.length; at += 1) {
    grey[at] = Math.round(0.299 * pixels[4 * at]! + 0.587 * pixels[4 * at + 1]! + 0.114 * pixels[4 * at + 2]!)
  }
  return {
    last: grey,
    changed: before.last ? [...before.changed, !isSame(before.last, grey)].slice(-STILL_LOOKS) : [],
    black: isBlack(grey) ? before.black + 1 : 0,
  }
}

/** What to call it. Black goes first: a black picture does not change either. */
export function seenIn(sight: Sight): Seen {
  if (sight.black >= BLACK_LOOKS) return 'black'
  const mended = sight.changed.filter(Boolean).length
  return sight.changed.length === STILL_LOOKS && mended <= MENDED_LOOKS ? 'frozen' : 'live'
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  let levels = 0
  for (let at = 0; at < one.length; at += 1) levels += Math.abs(one[at]! - other[at]!)
  return one.length === other.length && levels <= SAME_LEVELS * one.length
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
