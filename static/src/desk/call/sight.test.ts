import { describe, expect, it } from 'vitest'
import { looked, SAMPLE_PX, type Sight, seenIn, UNSEEN } from './sight'

const COUNT = SAMPLE_PX.width * SAMPLE_PX.height

/** A picture whose grey at each place is given by `grey`. */
function picture(grey: (at: number) => number): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(COUNT * 4)
  for (let at = 0; at < COUNT; at += 1) pixels.fill(grey(at), 4 * at, 4 * at + 3)
  return pixels
}
/** The same for everybody: a small generator of noise. */
function noise(seed: number, strength: number): (at: number) => number {
  return (at) => (((at * 7919 + seed * 104_729) >> 3) % (2 * strength + 1)) - strength
}
const sightOf = (...pictures: Uint8ClampedArray[]): Sight => pictures.reduce(looked, UNSEEN)
const room = (at: number) => 40 + (at % 170)

describe('what the desk sees', () => {
  it('is live while a sensor gives its noise, however still the phone is held', () => {
    const pictures = Array.from({ length: 40 }, (_, seed) => {
      const grain = noise(seed, 1)
      return picture((at) => room(at) + grain(at))
    })
    expect(seenIn(sightOf(...pictures))).toBe('live')
  })
  it('is frozen when it stands for two seconds, and not before it stood for 1.75', () => {
    const same = picture(room)
    expect(seenIn(sightOf(...Array(7).fill(same)))).toBe('live')
    expect(seenIn(sightOf(...Array(8).fill(same)))).toBe('frozen')
  })
  it('is frozen while an encoder mends a few places, or repaints everything once', () => {
    const same = picture(room)
    const mended = picture((at) => (at % 6 === 0 ? room(at) + 1 : room(at)))
    const repainted = picture((at) => room(at) + 1)
    expect(seenIn(sightOf(same, mended, same, mended, same, mended, same, mended, same))).toBe('frozen')
    expect(seenIn(sightOf(same, same, same, same, ...Array(4).fill(repainted)))).toBe('frozen')
  })
  it('is live when it moved twice in that time', () => {
    const [one, two, three] = [0, 2, 4].map((more) => picture((at) => room(at) + more))
    expect(seenIn(sightOf(one!, one!, one!, two!, two!, two!, three!, three!, three!))).toBe('live')
  })
  it('is black when the lens is covered, noise or none', () => {
    const covered = Array.from({ length: 6 }, (_, seed) => {
      const grain = noise(seed, 3)
      return picture((at) => 6 + grain(at))
    })
    expect(seenIn(sightOf(...covered))).toBe('black')
    expect(seenIn(sightOf(...Array.from({ length: 8 }, () => picture(() => 0))))).toBe('black')
  })
  it('is no black picture when a lamp shines in a dark room', () => {
    const dark = picture((at) => (at === 300 ? 200 : 5))
    expect(
      seenIn(
        sightOf(
          dark,
          picture((at) => (at === 301 ? 200 : 5)),
          dark,
        ),
      ),
    ).toBe('live')
  })
  it('needs a moment before it says black: a hand passes over the lens', () => {
    const black = picture(() => 2)
    expect(seenIn(sightOf(black, black, black))).toBe('live')
  })
})
