import { describe, expect, it } from 'vitest'
import { isSignature, lengthOf } from './ink'

describe('a drawn signature', () => {
  it('is as long as its strokes, not the gaps between them', () => {
    expect(
      lengthOf([
        [
          { x: 0, y: 0 },
          { x: 3, y: 4 },
        ],
        [
          { x: 100, y: 0 },
          { x: 100, y: 10 },
        ],
      ]),
    ).toBe(15)
  })

  it('is not a slipped click', () => {
    expect(isSignature([[{ x: 5, y: 5 }]])).toBe(false)
    expect(
      isSignature([
        [
          { x: 0, y: 0 },
          { x: 120, y: 0 },
        ],
      ]),
    ).toBe(true)
  })
})
