import { expect, test } from 'vitest'
import { added, begun, dropped, proposing, taken, undone, without } from './covering'

const box = (left: number) => ({ left, top: 0.1, right: left + 0.1, bottom: 0.2 })

test('every step can be undone, back to what was saved and no further', () => {
  const saved = [box(0.1)]
  let now = without(added(begun(saved), box(0.5)), 0)
  expect(now.boxes).toEqual([box(0.5)])
  now = undone(now)
  expect(now.boxes).toEqual([box(0.1), box(0.5)])
  now = undone(undone(now))
  expect(now.boxes).toEqual(saved)
})

test('a proposal covers nothing until somebody takes it over', () => {
  const now = proposing(begun([]), [box(0.3), box(0.6)])
  expect(now.boxes).toEqual([])
  const one = taken(now, 1)
  expect(one.boxes).toEqual([box(0.6)])
  expect(one.proposed).toEqual([box(0.3)])
  expect(dropped(one, 0).proposed).toEqual([])
  expect(undone(one).boxes).toEqual([])
})

test('what is covered already is not proposed again', () => {
  const wide = { left: 0, top: 0, right: 0.5, bottom: 0.5 }
  expect(proposing(begun([wide]), [box(0.3), box(0.6)]).proposed).toEqual([box(0.6)])
})
