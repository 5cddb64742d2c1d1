import { describe, expect, it } from 'vitest'
import type { Evidence } from '../types'
import { aroundOf } from './around'

const KNOWN = {
  place: { code: 'at_address' as const, zh: '在登记地址', en: 'at the registered address' },
  distance_m: 23.4,
  accuracy_m: 12,
  position_age_s: 3.2,
  clock_offset_ms: -7040,
  clock_error_ms: 31,
  challenge: '0481',
  codec: 'video/vp8',
}
const of = (circumstances: Evidence['circumstances']) => aroundOf({ circumstances } as Evidence)

describe('what was so around evidence', () => {
  it('names distance, accuracy and age beside the judgement', () => {
    const [place, clock, challenge, codec] = of(KNOWN)
    expect(place!.zh).toBe('在登记地址（相距 23 m，精度 ±12 m，3 秒前定位）')
    expect(place!.en).toBe('at the registered address (23 m away, ±12 m, 3 s old)')
    expect(clock!.zh).toBe('慢 7.0 秒')
    expect([challenge!.zh, codec!.zh]).toEqual(['0481', 'video/vp8'])
  })
  it('says no more than is known', () => {
    const nothing = { distance_m: null, accuracy_m: null, position_age_s: null, clock_offset_ms: null }
    const lines = of({
      ...KNOWN,
      ...nothing,
      place: { code: 'unknown', zh: '位置未知', en: 'unknown' },
      challenge: '',
      codec: '',
    })
    expect(lines.map(({ zh }) => zh)).toEqual(['位置未知', '未测'])
    expect(of(null)).toEqual([])
  })
  it('calls a clock that is a few hundredths off the server’s own', () => {
    expect(of({ ...KNOWN, clock_offset_ms: 40 })[1]!.zh).toBe('与服务器一致')
    expect(of({ ...KNOWN, clock_offset_ms: 1540 })[1]!.zh).toBe('快 1.5 秒')
  })
})
