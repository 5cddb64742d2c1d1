import { describe, expect, it } from 'vitest'
import { dayName, distance, lasting, longTime, shortTime } from './time'

describe('times on the desk', () => {
  it("are the county's, wherever the desk stands", () => {
    expect(shortTime('2026-11-24T16:30:00+00:00')).toBe('11月25日 00:30')
    expect(longTime('2026-11-24T16:30:05+00:00')).toBe('2026年11月25日 00:30:05')
    expect(longTime('2026-01-05T01:02:03Z')).toBe('2026年1月5日 09:02:03')
  })

  it('a day is named with its weekday', () => {
    expect(dayName('2026-12-01')).toBe('12月1日周二')
  })

  it('say how far a deadline is and whether it is past', () => {
    const now = Date.parse('2026-11-24T08:00:00Z')
    expect(distance('2026-11-24T08:40:00Z', now)).toEqual({ zh: '40 分钟', en: '40 min', isPast: false })
    expect(distance('2026-11-25T08:00:00Z', now).zh).toBe('24 小时')
    expect(distance('2026-11-20T08:00:00Z', now)).toEqual({ zh: '4 天', en: '4 d', isPast: true })
  })

  it('say how long a call lasts', () => {
    expect([lasting(9), lasting(249), lasting(3849)]).toEqual(['00:09', '04:09', '1:04:09'])
  })
})
