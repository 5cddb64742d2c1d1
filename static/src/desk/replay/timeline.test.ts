import { describe, expect, it } from 'vitest'
import {
  axisOf,
  entryFor,
  gapAt,
  momentOf,
  nearestSeen,
  type Part,
  place,
  type Recording,
  shareOf,
  spanAt,
} from './timeline'

const span = (from_ms: number, to_ms: number, is_backfilled = false) => ({
  from_ms,
  to_ms,
  part: '001.webm',
  is_backfilled,
})
const recording = (more: Partial<Recording> = {}): Recording => ({
  room: 'room',
  participant: 'applicant',
  ended_ms: null,
  parts: [],
  spans: [span(1000, 60_000), span(80_000, 120_000)],
  gaps: [{ from_ms: 60_000, to_ms: 80_000, cause: 'connection_lost' }],
  ...more,
})

describe('the axis', () => {
  it('reaches from the first frame to now, and to the end of a finished recording', () => {
    expect(axisOf(recording(), 130_000)).toEqual({ from_ms: 1000, to_ms: 130_000 })
    expect(axisOf(recording({ ended_ms: 125_000 }), 999_000)).toEqual({ from_ms: 1000, to_ms: 125_000 })
  })
  it('leaves room to grow in the first minute', () => {
    expect(axisOf(recording({ spans: [span(1000, 3000)] }), 3500)?.to_ms).toBe(61_000)
  })
  it('is none before the first picture', () => {
    expect(axisOf(recording({ spans: [] }), 1000)).toBeNull()
  })
  it('turns places into moments and back', () => {
    const axis = { from_ms: 1000, to_ms: 101_000 }
    for (const share of [0, 0.25, 0.5, 1]) expect(shareOf(axis, momentOf(axis, share))).toBeCloseTo(share)
    expect(shareOf(axis, 0)).toBe(0)
    expect(momentOf(axis, 7)).toBe(101_000)
    expect(place(axis, 26_000, 51_000)).toEqual({ left: '25%', width: '25%' })
  })
})

describe('a moment', () => {
  it('is seen in a span and not in a gap', () => {
    expect(spanAt(recording(), 70_000)).toBeUndefined()
    expect(spanAt(recording(), 60_000)?.to_ms).toBe(60_000)
    expect(gapAt(recording(), 70_000)?.cause).toBe('connection_lost')
    expect(gapAt(recording(), 60_000)).toBeUndefined()
  })
  it('without a picture leads to the nearest one that has it', () => {
    expect(nearestSeen(recording(), 64_000)).toBe(60_000)
    expect(nearestSeen(recording(), 79_000)).toBe(80_000)
    expect(nearestSeen(recording(), 500_000)).toBe(120_000)
    expect(nearestSeen(recording(), 30_000)).toBe(30_000)
    expect(nearestSeen(recording({ spans: [] }), 1)).toBeNull()
  })
  it('is decoded from the last keyframe before it', () => {
    const part = {
      header_bytes: 231,
      entries: [
        [1000, 231],
        [11_000, 9000],
        [21_000, 20_000],
      ],
    } as unknown as Part
    expect(entryFor(part, 1000)).toBe(231)
    expect(entryFor(part, 10_999)).toBe(231)
    expect(entryFor(part, 11_000)).toBe(9000)
    expect(entryFor(part, 99_000)).toBe(20_000)
  })
})
