import { expect, test } from 'vitest'
import { EMPTY, found, isComplete, placed, pressed, released, swapped } from './marking'

const wide = [
  { x: 0.1, y: 0.2 },
  { x: 0.7, y: 0.2 },
  { x: 0.7, y: 0.5 },
  { x: 0.1, y: 0.5 },
]
const put = (now = EMPTY, at = { x: 0, y: 0 }) => released(pressed(now, at, 1), 'a4', 1)

test('corners in any order go round afterwards, the first two ending a long side', () => {
  const tall = wide.map(({ x, y }) => ({ x: y, y: x }))
  for (const [sheet, across] of [
    [wide, true],
    [tall, false],
  ] as const) {
    let now = EMPTY
    for (const index of [2, 0, 3, 1]) now = put(now, sheet[index])
    const [a, b, c] = now.corners
    expect(Math.abs(across ? a!.x - b!.x : a!.y - b!.y)).toBeCloseTo(0.6)
    expect(Math.abs(across ? b!.y - c!.y : b!.x - c!.x)).toBeCloseTo(0.3)
    expect(swapped(now).corners[0]).toEqual(b)
  }
})

test('after four corners come two ends, and no third', () => {
  let now = EMPTY
  for (const corner of wide) now = put(now, corner)
  now = put(put(now, { x: 0.3, y: 0.9 }), { x: 0.8, y: 0.9 })
  expect(isComplete(now)).toBe(true)
  expect(put(now, { x: 0.5, y: 0.7 })).toEqual(now)
})

test('a press near a mark takes it up, and a moved corner is no longer a found one', () => {
  const now = found(EMPTY, wide)
  const point = put(put(now, { x: 0.3, y: 0.9 }), { x: 0.8, y: 0.9 })
  const moved = released(placed(pressed(point, { x: 0.31, y: 0.9 }, 1), { x: 0.35, y: 0.9 }), 'a4', 1)
  expect(moved.points[0]).toEqual({ x: 0.35, y: 0.9 })
  expect(moved.areFound).toBe(true)
  const corner = released(placed(pressed(point, { x: 0.1, y: 0.21 }, 1), { x: 0.12, y: 0.2 }), 'a4', 1)
  expect(corner.areFound).toBe(false)
  expect(corner.corners).toHaveLength(4)
})
