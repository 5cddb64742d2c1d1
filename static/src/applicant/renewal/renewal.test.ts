import { describe, expect, it } from 'vitest'
import { begun, changesOf, type Renewal } from './renewal'

const RENEWAL = {
  responsible_person: '李桂芳',
  activities: ['hot'],
  offered: [
    { value: 'hot', zh: '热食', en: 'Hot' },
    { value: 'drink', zh: '饮品', en: 'Drinks' },
  ],
  facts: [{ name: 'stoves', kind: 'number', unit: '', zh: '灶头数', en: 'stoves', choices: [], value: 4 }],
} as unknown as Renewal

describe('what the applicant says of a renewal', () => {
  it('is one word when nothing is different', () => {
    expect(changesOf(RENEWAL, begun(RENEWAL))).toEqual({ unchanged: true })
  })
  it('forgets what was typed before somebody said that nothing changed', () => {
    const said = { ...begun(RENEWAL), facts: { stoves: '9' }, phone: '13900000001' }
    expect(changesOf(RENEWAL, said)).toEqual({ unchanged: true, phone: '13900000001' })
  })
  it('names what is different and nothing else', () => {
    const said = {
      ...begun(RENEWAL),
      is_same: false,
      responsible_person: '李小芳',
      activities: ['drink', 'hot'],
      facts: { stoves: '6' },
    }
    expect(changesOf(RENEWAL, said)).toEqual({
      unchanged: false,
      responsible_person: '李小芳',
      activities: ['drink', 'hot'],
      facts: { stoves: '6' },
    })
  })
})
