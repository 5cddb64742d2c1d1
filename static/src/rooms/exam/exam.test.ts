import { describe, expect, it } from 'vitest'
import { type Choice, clockOf, cropOf, groupsOf, metresOf, placeOf, secondsLeft, shareOf } from './exam'

const both = (zh: string) => ({ zh, en: `${zh} en` })
const PLAN = { margin_px: 96, px_per_m: 90, top_m: 13, width_px: 1672 }
const SIZE = { width: 1672, height: 1362 }

it('an address leads to the choice, an attempt or a certificate', () => {
  expect(placeOf('')).toEqual({ at: 'choose' })
  expect(placeOf('#exam_01')).toEqual({ at: 'attempt', id: 'exam_01' })
  expect(placeOf('#certificate/KH1-2')).toEqual({ at: 'certificate', number: 'KH1-2' })
})

it('time is the server’s, and ends at nothing', () => {
  const now = '2026-11-30T10:00:00Z'
  expect(secondsLeft('2026-11-30T10:15:00Z', now, 0)).toBe(900)
  expect(secondsLeft('2026-11-30T10:15:00Z', now, 1500)).toBe(899)
  expect(secondsLeft('2026-11-30T10:15:00Z', now, 10_000_000)).toBe(0)
  expect(clockOf(545)).toBe('9:05')
})

it('choices keep their order in their groups, and words narrow them', () => {
  const choices: Choice[] = [
    { rule_id: 'A', text: both('净高'), group: both('布局') },
    { rule_id: 'B', text: both('风量'), group: both('排烟') },
    { rule_id: 'C', text: both('功能区'), group: both('布局') },
  ]
  expect(groupsOf(choices).map(({ choices: some }) => some.map((one) => one.rule_id))).toEqual([
    ['A', 'C'],
    ['B'],
  ])
  expect(
    groupsOf(choices, ' 风 ')
      .flatMap(({ choices: some }) => some)
      .map((one) => one.rule_id),
  ).toEqual(['B'])
})

it('a point of the plan comes back from its metres', () => {
  const share = shareOf(PLAN, SIZE, 4.5, 8.25)
  const metres = metresOf(PLAN, SIZE, share)
  expect(metres.x).toBeCloseTo(4.5)
  expect(metres.y).toBeCloseTo(8.25)
  expect(shareOf(PLAN, SIZE, 0, 13)).toEqual({ x: 96 / 1672, y: 96 / 1362 })
})

describe('a window of a panorama', () => {
  it('shows the middle column at yaw 0', () => {
    expect(cropOf(0, 0, 60, 0.5)).toEqual({ size: '600% 600%', position: '50% 50%' })
  })
  it('never leaves the picture at the top', () => {
    expect(cropOf(0, 90, 60, 0.5).position.split(' ')[1]).toBe('0%')
  })
})
