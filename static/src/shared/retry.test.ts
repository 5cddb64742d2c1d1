import { describe, expect, it } from 'vitest'
import { pauseBefore, refusalOf } from './retry'

describe('trying again', () => {
  it('is quick first and never slower than six and a quarter seconds', () => {
    expect(pauseBefore(0, 0.5)).toBe(400)
    expect(pauseBefore(3, 0.5)).toBe(3200)
    expect(pauseBefore(30, 1)).toBe(6250)
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
