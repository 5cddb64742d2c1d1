import { describe, expect, it } from 'vitest'
import { compared, grouped, type PublicRecord, shown } from './record'

const record = { pdf_sha256: 'ab'.repeat(32) } as PublicRecord

describe('a dropped file', () => {
  it('is the signed one only with the very same hash', () => {
    expect(compared('a.pdf', 'ab'.repeat(32), record).is).toBe('same')
    expect(compared('a.pdf', `${'ab'.repeat(31)}ac`, record).is).toBe('different')
  })
  it('is never the same as a paper that is not kept yet', () => {
    expect(compared('a.pdf', 'ab'.repeat(32), { ...record, pdf_sha256: null }).is).toBe('different')
  })
})

describe('what is read off the paper', () => {
  it('is a hash in groups of eight', () => {
    expect(grouped('0123456789abcdef')).toBe('01234567 89abcdef')
  })
  it('is the time in Beijing, as printed', () => {
    expect(shown('2026-11-24T16:05:09Z')).toBe('2026-11-25 00:05:09')
  })
})
