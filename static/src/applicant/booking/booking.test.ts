import { describe, expect, it } from 'vitest'
import { dayWords, freeDays, isSoon, partsOf, standOf, stands, timeOf, type Waiting } from './booking'

const slot = (time: string, free = 1) => ({
  starts_at: `2026-11-24T${time}:00+00:00`,
  ends_at: `2026-11-24T${time}:00+00:00`,
  free,
})
const NOW = Date.parse('2026-11-24T02:00:00Z') // Tuesday, ten o'clock in Shanghai
const booked = { starts_at: '2026-11-24T02:40:00Z', ends_at: '', state: 'booked', revision: 0 } as const

describe('a slot on a phone', () => {
  it('is told by the clocks of the place, wherever the phone is', () => {
    expect(timeOf('2026-11-24T01:00:00+00:00')).toBe('09:00')
    expect(timeOf('2026-11-23T20:10:00-05:00')).toBe('09:10')
  })
  it('lies in the morning, the afternoon or the evening', () => {
    const slots = [slot('01:00'), slot('02:40'), slot('05:30'), slot('10:00')]
    expect(partsOf(slots).map(({ part, slots: some }) => [part, some.length])).toEqual([
      ['morning', 2],
      ['afternoon', 1],
      ['evening', 1],
    ])
    expect(partsOf([slot('05:30')]).map(({ part }) => part)).toEqual(['afternoon'])
  })
  it('is shown only while it is free, and a day only while it has one', () => {
    const offer = {
      booking: null,
      rebooks_left: 2,
      telephone: '',
      days: [
        { day: '2026-11-24', slots: [slot('01:00', 0), slot('02:40')] },
        { day: '2026-11-25', slots: [slot('01:00', 0)] },
      ],
    }
    expect(freeDays(offer).map(({ day, slots }) => [day, slots.length])).toEqual([['2026-11-24', 1]])
  })
})

describe('a day', () => {
  it('is today, tomorrow, or a weekday with its date', () => {
    expect(dayWords('2026-11-24', NOW)).toEqual({ zh: '今天', en: 'Today', date: '11月24日' })
    expect(dayWords('2026-11-25', NOW)).toEqual({ zh: '明天', en: 'Tomorrow', date: '11月25日' })
    expect(dayWords('2026-11-28', NOW)).toEqual({ zh: '周六', en: 'Sat', date: '11月28日' })
  })
  it('begins at midnight of the place', () => {
    expect(dayWords('2026-11-25', Date.parse('2026-11-24T16:00:00Z')).zh).toBe('今天')
  })
})

describe('an appointment', () => {
  it('stands until it is cancelled, missed or kept', () => {
    expect(stands(booked)).toBe(true)
    expect(stands({ ...booked, state: 'missed' })).toBe(false)
    expect(stands(null)).toBe(false)
  })
  it('is soon from half an hour before', () => {
    expect(isSoon(booked, NOW)).toBe(false)
    expect(isSoon(booked, NOW + 11 * 60_000)).toBe(true)
  })
})

it('nobody is said to be coming who is not', () => {
  const now = Date.parse('2026-11-24T10:00:00+08:00')
  const at = (starts_at: string, more: Partial<Waiting> = {}): Waiting => ({
    booking: { starts_at, ends_at: starts_at, state: 'booked', revision: 0 },
    position: 1,
    wait_min: 0,
    expected_at: starts_at,
    inspectors: ['王建国', '赵晓燕'],
    needs_time: false,
    ...more,
  })
  const none = { booking: null, position: null }
  expect(standOf(null, now).is).toBe('unknown')
  expect(standOf(at('2026-11-25T09:00:00+08:00'), now).is).toBe('later')
  expect(standOf(at('2026-11-24T10:40:00+08:00'), now).is).toBe('near')
  expect(standOf(at('2026-11-24T09:55:00+08:00'), now).is).toBe('due')
  expect(standOf(at('2026-11-24T09:55:00+08:00', { wait_min: 20 }), now)).toEqual({
    is: 'held_up',
    minutes: 20,
  })
  expect(standOf(at('', none), now).is).toBe('unassigned')
  expect(standOf(at('', { ...none, needs_time: true }), now).is).toBe('needs_time')
  expect(standOf(at('', { booking: null, wait_min: 3 }), now)).toEqual({ is: 'in_line', minutes: 3 })
})
