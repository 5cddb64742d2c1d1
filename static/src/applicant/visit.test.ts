import { describe, expect, it } from 'vitest'
import { type Visit, articleOf, isAboutTime, isTalking, mustSign, placeOf, screenOf, toMend } from './visit'

const visit = (changes: Partial<Visit> = {}): Visit => ({
  case: { number: 'YK1', shop_name: '店', address: '', state: 'preparing' },
  consent: { version: '1', zh: '', en: '', given_at: '2026-11-24T00:00:00Z' },
  checklist: {
    sections: [
      {
        id: 'EX',
        zh: '',
        en: '',
        items: [
          {
            id: 'EX-01',
            title_zh: '罩',
            title_en: '',
            film_zh: '',
            film_en: '',
            clauses: [],
            evidence: ['photo'],
            hotspot: 'EX-01',
          },
        ],
      },
    ],
  },
  findings_public: [],
  evidence: [],
  record: null,
  live: null,
  result: null,
  sample_room: 't2',
  ...changes,
})
const record = {
  sha256: 'a',
  food_conclusion: 'pass',
  fume_conclusion: 'pass',
  conclusion_zh: '',
  conclusion_en: '',
  refusal: null,
  is_complete: false,
}

describe('the screen of a phone', () => {
  it('asks for consent before the camera', () => {
    const asked = visit({ consent: { version: '1', zh: '', en: '', given_at: null } })
    expect(screenOf(asked, false, false)).toBe('consent')
    expect(screenOf(asked, false, true)).toBe('declined')
  })
  it('waits until the inspector opens the call', () => {
    expect(screenOf(visit(), true, false)).toBe('waiting')
    expect(screenOf(visit({ live: { room: 'r', is_open: true } }), true, false)).toBe('call')
  })
  it('shows the appointment to who looks at it, until the inspector comes', () => {
    expect(screenOf(visit(), false, false, true)).toBe('booking')
    expect(screenOf(visit(), true, false, true)).toBe('booking')
    expect(screenOf(visit({ live: { room: 'r', is_open: true } }), true, false, true)).toBe('call')
    const asked = visit({ consent: { version: '1', zh: '', en: '', given_at: null } })
    expect(screenOf(asked, false, false, true)).toBe('consent')
  })
  it('begins with the appointment where there is one, or was', () => {
    const stands = (state: string) => isAboutTime(visit({ case: { ...visit().case, state } }))
    expect(['booked', 'no_show', 'preparing', 'inspecting'].map(stands)).toEqual([true, true, false, false])
  })
  it('says that the call has ended, until it is opened again', () => {
    const live = { room: 'r', is_open: false }
    expect(screenOf(visit({ live }), true, false)).toBe('over')
    expect(screenOf(visit({ live: { ...live, is_open: true } }), false, false)).toBe('device')
  })
  it('goes on talking behind the signing', () => {
    const live = { room: 'r', is_open: true }
    expect(isTalking(visit({ live }), true)).toBe(true)
    expect(isTalking(visit({ live }), false)).toBe(false)
    expect(isTalking(visit({ live: { ...live, is_open: false } }), true)).toBe(false)
  })
  it('comes back to signing and result after a reload, without a camera', () => {
    const made = { ...record, needed: [{ role: 'applicant', name: '', id: 'applicant' }] }
    expect(screenOf(visit({ record: made }), false, false)).toBe('signing')
    expect(mustSign(made)).toBe(true)
    const refused = { ...made, needed: [], refusal: { reason: '不认可', noted_by: '王', witness: '赵' } }
    expect(mustSign(refused)).toBe(true) // who refused may change their mind
    expect(mustSign({ ...refused, is_complete: true })).toBe(false)
    const result = { food_conclusion: 'pass', fume_conclusion: 'pass', zh: '', en: '' }
    expect(screenOf(visit({ record: made, result }), false, false)).toBe('result')
  })
})

it('names what to put right with the item of the sample room', () => {
  const judged = visit({ findings_public: [{ item_id: 'EX-01', verdict: 'fail', note: '罩小了' }] })
  expect(toMend(judged)).toMatchObject([{ item: { id: 'EX-01' }, note: '罩小了' }])
})

it('a clause whose number nobody read says so once', () => {
  const clause = { zh: '规范', en: 'Code', article: '集油（条号待核）', is_confirmed: false }
  expect(articleOf(clause)).toBe('集油')
  expect(articleOf({ ...clause, is_confirmed: true })).toBe('集油（条号待核）')
})

describe('what the desk is told of the page', () => {
  it('waits in the waiting room only, not where the papers lie over it or another app does', () => {
    expect(placeOf('waiting', false, false)).toBe('waiting')
    expect(placeOf('waiting', true, false)).toBe('papers')
    expect(placeOf('waiting', true, true)).toBe('background')
    expect(placeOf('waiting', false, true)).toBe('background')
  })
  it('is about to enter the room when the call is open', () => {
    expect(placeOf('call', false, false)).toBe('waiting')
  })
  it('does not wait before the waiting room', () => {
    for (const screen of ['consent', 'device', 'booking', 'signing', 'over'] as const)
      expect(placeOf(screen, false, false)).toBe('elsewhere')
  })
})
