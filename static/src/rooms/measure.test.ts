import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type Depth, type Point, measured, middleOf, pointAt, readable } from './measure'

const file = new URL('../../../tests/support/measure_vectors.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf-8'))
const depth: Depth = {
  width: vectors.width,
  height: vectors.width / 2,
  mm: Uint16Array.from(vectors.depth_mm),
}
const points = (vectors.clicks as [number, number, number][]).map((click) => pointAt(depth, ...click))

function expectSame(ours: unknown, theirs: unknown): void {
  if (typeof theirs === 'number') expect(ours).toBeCloseTo(theirs, 9)
  else if (theirs && typeof theirs === 'object')
    for (const [key, value] of Object.entries(theirs))
      expectSame((ours as Record<string, unknown>)[key], value)
  else expect(ours).toEqual(theirs)
}

it('finds the points that the server finds', () => {
  vectors.points.forEach((theirs: unknown, at: number) => {
    expectSame(points[at], theirs)
  })
})

it('measures the lengths and bands that the server measures', () => {
  const pairs = points
    .slice(1)
    .flatMap((to, at) => (to && points[at] ? [[points[at], to] as [Point, Point]] : []))
  expect(pairs).toHaveLength(vectors.lengths.length)
  pairs.forEach((pair, at) => {
    expectSame(measured(...pair), vectors.lengths[at])
  })
})

it('shows a band that is never narrower than the true one, for the length as it is shown', () => {
  expect(readable({ length_m: 1.8504, band_m: 0.0121 })).toEqual({
    metres: '1.850',
    centimetres: '185.0',
    band: '1.3',
  })
})

it('puts the name of a line between its ends', () => {
  const [a, b] = [pointAt(depth, 350, 0)!, pointAt(depth, 10, 0)!]
  expect(middleOf(a, b).yaw_deg).toBeCloseTo(0, 9)
})
