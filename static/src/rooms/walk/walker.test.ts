import { expect, it } from 'vitest'
import { type Floor, type Walker, freed, isInSight, nearestScene, walked, zoneAt } from './walker'

const t = { zh: '', en: '' }
const floor: Floor = {
  size_m: [4, 4],
  ceiling_m: 2.8,
  zones: [{ id: 'a', title: t, place: [0, 0, 2, 4] }],
  walls: [
    [2, 0, 2, 1.5],
    [2, 2.5, 2, 4],
  ], // a door between 1.5 and 2.5
  things: [
    { id: 'table', title: t, place: [0.5, 3, 1, 0.8], top_m: 0.8, is_solid: true },
    { id: 'hood', title: t, place: [0, 0, 2, 1], top_m: 2.4, is_solid: false },
  ],
}
const east: Walker = { x: 1, y: 0.8, yaw_rad: Math.PI / 2, pitch_rad: 0 }
const ahead = { ahead: 1, aside: 0, turn: 0, tilt: 0 }

it('nobody walks through a wall, however slow the picture is', () => {
  for (const seconds of [0.016, 0.5, 5]) {
    let at = east
    for (let time = 0; time < 6; time += seconds) at = walked(at, ahead, seconds, floor)
    expect(at.x).toBeLessThan(1.8)
  }
})

it('one walks through a door and under a hood, and slides along what is in the way', () => {
  expect(walked({ ...east, y: 2 }, ahead, 1.5, floor).x).toBeGreaterThan(3)
  const slid = walked({ ...east, yaw_rad: Math.PI / 4 }, ahead, 1, floor)
  expect(slid.y).toBeGreaterThan(1.3)
})

it('a walker put inside a thing stands beside it', () => {
  const { x, y } = freed({ ...east, x: 1, y: 3.1 }, floor)
  expect([x, y]).toEqual([1, 3 - 0.22])
})

it('walls hide, doors show', () => {
  expect(isInSight(1, 1, 3, 1, floor)).toBe(false)
  expect(isInSight(1, 2, 3, 2, floor)).toBe(true)
})

it('one comes back to the nearest scene in sight', () => {
  const scenes = [
    { id: 'far', at: [0.2, 0.2] as [number, number] },
    { id: 'behind', at: [2.4, 1] as [number, number] },
  ]
  expect(nearestScene(scenes, 1.6, 1, floor)?.id).toBe('far')
  expect(zoneAt(1, 1, floor)?.id).toBe('a')
  expect(zoneAt(3, 1, floor)).toBeNull()
})
