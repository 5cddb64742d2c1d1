import { expect, test } from 'vitest'
import { boxOf, isWorth, moved, nearest } from './geometry'

test('a box is the same from whichever corner it was drawn, and stays inside the picture', () => {
  const corners = [
    { x: 0.2, y: 0.7 },
    { x: 1.4, y: -0.1 },
  ] as const
  const box = { left: 0.2, top: 0, right: 1, bottom: 0.7 }
  expect(boxOf(corners[0], corners[1])).toEqual(box)
  expect(boxOf(corners[1], corners[0])).toEqual(box)
})

test('a slip of the finger is no box', () => {
  expect(isWorth(boxOf({ x: 0.5, y: 0.5 }, { x: 0.501, y: 0.9 }))).toBe(false)
  expect(isWorth(boxOf({ x: 0.5, y: 0.5 }, { x: 0.51, y: 0.51 }))).toBe(true)
})

test('arrow keys move in three step lengths and stop at the edge', () => {
  const from = { x: 0.5, y: 0.99 }
  expect(moved(from, { key: 'ArrowRight' })?.x).toBeCloseTo(0.505)
  expect(moved(from, { key: 'ArrowLeft', altKey: true })?.x).toBeCloseTo(0.4995)
  expect(moved(from, { key: 'ArrowDown', shiftKey: true })).toEqual({ x: 0.5, y: 1 })
  expect(moved(from, { key: 'Enter' })).toBeNull()
})

test('a point is taken by the nearest place within reach, by what is seen and not by shares', () => {
  const points = [
    { x: 0.1, y: 0.1 },
    { x: 0.2, y: 0.1 },
  ]
  expect(nearest(points, { x: 0.17, y: 0.1 }, 0.05, 1)).toBe(1)
  expect(nearest(points, { x: 0.2, y: 0.13 }, 0.02, 1)).toBe(-1)
  expect(nearest(points, { x: 0.2, y: 0.13 }, 0.02, 2)).toBe(1) // twice as wide as high
  expect(nearest([], { x: 0, y: 0 }, 1, 1)).toBe(-1)
})
