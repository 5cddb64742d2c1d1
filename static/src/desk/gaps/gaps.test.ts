import { describe, expect, it } from 'vitest'
import { asSent, type Gap, type GapList, inOrder, isWhole, OTHER, sizeOf, type Wanted } from './gaps'

const text = { zh: '门头照片', en: 'Shop front' }
const LIST: GapList = {
  version: '1',
  source: text,
  is_confirmed: false,
  kinds: [{ id: 'shop_front', title: text, asks: text, form: 'photo', working_days: 5 }],
  never: [],
  free_text: true,
  default_working_days: 10,
  most_working_days: 20,
  most_gaps: 2,
}
const wanted = (change: Partial<Wanted> = {}): Wanted => ({
  kind: 'shop_front',
  name: '',
  form: 'photo',
  working_days: 5,
  ...change,
})

describe('naming papers', () => {
  it('sends of a listed paper only what differs from the list', () => {
    expect(asSent(wanted(), LIST)).toEqual({ kind: 'shop_front' })
    expect(asSent(wanted({ working_days: 8 }), LIST)).toEqual({ kind: 'shop_front', working_days: 8 })
    const free = wanted({ kind: OTHER, name: ' 冷库验收单 ', working_days: 10 })
    expect(asSent(free, LIST)).toEqual({ kind: OTHER, name: '冷库验收单', form: 'photo', working_days: 10 })
  })

  it('waits for at least one, not too many, each with a name and days within bounds', () => {
    expect(isWhole([], LIST)).toBe(false)
    expect(isWhole([wanted()], LIST)).toBe(true)
    expect(isWhole([wanted(), wanted(), wanted()], LIST)).toBe(false)
    expect(isWhole([wanted({ working_days: 21 })], LIST)).toBe(false)
    expect(isWhole([wanted({ working_days: Number.NaN })], LIST)).toBe(false)
    expect(isWhole([wanted({ kind: OTHER, name: ' ' })], LIST)).toBe(false)
  })
})

it('shows first what waits for a review', () => {
  const states = ['accepted', 'open', 'in_review', 'lapsed'] as const
  const found = inOrder(states.map((state) => ({ state }) as Gap)).map(({ state }) => state)
  expect(found).toEqual(['in_review', 'lapsed', 'open', 'accepted'])
})

it('says sizes as people do', () => {
  expect([0, 2048, 3 * 1024 * 1024].map(sizeOf)).toEqual(['1 KB', '2 KB', '3.0 MB'])
})
