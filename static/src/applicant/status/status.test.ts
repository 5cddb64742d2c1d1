import { describe, expect, it } from 'vitest'
import { isWhole, momentOf, tagsOf } from './status'

const OFFERED = {
  praise: [{ id: 'fast', zh: '办得快', en: 'fast' }],
  blame: [{ id: 'slow', zh: '等太久', en: 'took too long' }],
}
const WISH = { way: 'mail' as const, recipient: '李', phone: '138', address: '崂山路' }

describe('the status card', () => {
  it('offers blame with low levels, praise with high ones, both in the middle', () => {
    expect([1, 2, 3, 4, 5].map((level) => tagsOf(OFFERED, level).map((tag) => tag.id))).toEqual([
      ['slow'],
      ['slow'],
      ['fast', 'slow'],
      ['fast'],
      ['fast'],
    ])
  })

  it('asks for an address only where a parcel needs one', () => {
    expect(isWhole(WISH)).toBe(true)
    expect(isWhole({ ...WISH, address: ' ' })).toBe(false)
    expect(isWhole({ way: 'collect', recipient: '', phone: '', address: '' })).toBe(true)
  })

  it('tells moments in local time', () => {
    expect(momentOf('2026-11-24T02:31:00Z')).toMatch(/11月24日.*10:31/)
  })
})
