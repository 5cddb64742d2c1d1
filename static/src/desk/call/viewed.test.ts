import { describe, expect, it } from 'vitest'
import { counted, NONE } from './viewed'

describe('freezes as this page saw them', () => {
  it('are added up over connections that each count anew', () => {
    const looks = [0, 1, 1, 3, 0, 2]
    expect(looks.reduce(counted, NONE).total).toBe(5)
  })
})
