import { describe, expect, it } from 'vitest'
import {
  acceptOf,
  current,
  dayOf,
  daysLeft,
  type Gap,
  isWaited,
  type Papers,
  takesFiles,
  toBring,
} from './papers'

const DUE = '2026-12-08T09:00:00+00:00'
const gap = (change: Partial<Gap> = {}): Gap => ({
  id: 'gap_1',
  title: { zh: '租赁合同', en: 'Lease' },
  asks: { zh: '逐页拍照', en: 'Page by page' },
  form: 'document',
  state: 'open',
  state_text: { zh: '待补交', en: 'To be handed in' },
  due_at: DUE,
  round: 0,
  why: '',
  uploads: [],
  ...change,
})
const papers = (gaps: Gap[], isSigned: boolean): Papers => ({
  gaps,
  is_closed: false,
  pledge: {
    version: '1',
    sha256: '0',
    zh: [],
    en: [],
    gaps: [],
    signed: isSigned ? { way: 'phone', signer: '于海', at: DUE } : null,
  },
})

describe('papers that follow', () => {
  it('wait for a signature first, then for what is open or was sent back', () => {
    const both = [gap(), gap({ state: 'sent_back' }), gap({ state: 'in_review' }), gap({ state: 'accepted' })]
    expect(toBring(papers(both, true))).toBe(2)
    expect(isWaited(papers([gap({ state: 'accepted' })], false))).toBe(true)
    expect(isWaited(papers([gap({ state: 'in_review' })], true))).toBe(false)
    expect(isWaited({ gaps: [], pledge: null, is_closed: false })).toBe(false)
    expect(isWaited(null)).toBe(false)
  })

  it('are taken until their last moment, and another page while they are reviewed', () => {
    const late = Date.parse(DUE) + 1
    expect(takesFiles(gap(), late - 1)).toBe(true)
    expect(takesFiles(gap(), late)).toBe(false)
    expect(takesFiles(gap({ state: 'in_review' }), late)).toBe(true)
    expect(takesFiles(gap({ state: 'accepted' }), late - 1)).toBe(false)
    expect(takesFiles(gap({ state: 'lapsed' }), late)).toBe(false)
  })

  it('show the files of this round only', () => {
    const file = { mime: 'image/jpeg', kept_at: DUE, concerns: [] }
    const uploads = [0, 1].map((round) => ({ id: `up_${round}`, round, ...file }))
    expect(current(gap({ round: 1, uploads })).map(({ id }) => id)).toEqual(['up_1'])
  })

  it('count days by the calendar of the place', () => {
    expect(daysLeft(DUE, Date.parse('2026-12-07T16:30:00Z'))).toBe(0)
    expect(daysLeft(DUE, Date.parse('2026-12-07T15:30:00Z'))).toBe(1)
    expect(dayOf(DUE)).toBe('12月8日 17:00')
  })

  it('ask for a JPEG where a photo is asked for', () => {
    expect(acceptOf(gap({ form: 'photo' }))).toBe('image/jpeg')
    expect(acceptOf(gap())).toContain('application/pdf')
  })
})
