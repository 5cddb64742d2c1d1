import { describe, expect, it } from 'vitest'
import { pauseBefore, refusalOf } from './retry'

describe('trying again', () => {
  it('is quick first and never slower than eight and three quarter seconds', () => {
    expect(pauseBefore(0, 0.5)).toBe(300)
    expect(pauseBefore(3, 0.5)).toBe(2400)
    expect(pauseBefore(30, 1)).toBe(8750)
  })

  it('knows an absent publisher, an old token and a passing trouble apart', () => {
    expect([409, 404, 401, 503, 0].map(refusalOf)).toEqual([
      'absent',
      'stale_token',
      'stale_token',
      'later',
      'later',
    ])
  })
})
