import { describe, expect, it } from 'vitest'
import { dayWords, freeDays, isSoon, partsOf, stands, timeOf } from './booking'

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
