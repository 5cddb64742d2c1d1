import { describe, expect, it } from 'vitest'
import { changesOf, daysBetween, draftOf, queryOf, type Renew } from './licences'

const RENEW = {
  responsible_person: '李桂芳',
  activities: ['hot', 'something-older'],
  offered: [
    { value: 'hot', zh: '热食', en: 'Hot' },
    { value: 'drink', zh: '饮品', en: 'Drinks' },
  ],
  facts: [
    { name: 'area_m2', kind: 'number', unit: 'm²', zh: '面积', en: 'Area', choices: [], value: 120 },
    { name: 'dine_in', kind: 'yes_no', unit: '', zh: '堂食', en: 'Dine in', choices: [], value: null },
  ],
} as unknown as Renew

describe('a renewal', () => {
  it('says nothing of what stayed as it was', () => {
    expect(changesOf(RENEW, draftOf(RENEW))).toEqual({ unchanged: true, facts: {} })
  })
  it('says only what is different', () => {
    const draft = draftOf(RENEW)
    draft.phone = ' 13900000001 '
    draft.activities = ['hot', 'drink']
    draft.facts.area_m2 = '150'
    draft.unchanged = false
    expect(changesOf(RENEW, draft)).toEqual({
      unchanged: false,
      phone: '13900000001',
      activities: ['hot', 'drink'],
      facts: { area_m2: '150' },
    })
  })
})

describe('the ledger', () => {
  it('is asked for a page, an order and an end', () => {
    const asked = { within: 6, words: ' 海 ', sort: 'number', descending: true, page: 2 } as const
    expect(queryOf(asked)).toBe('within=6&words=%E6%B5%B7&sort=-number&page=2')
  })
  it('counts days over the end of a year', () => {
    expect(daysBetween('2026-12-30', '2027-01-02')).toBe(3)
    expect(daysBetween('2027-01-02', '2026-12-30')).toBe(-3)
  })
})
