import { describe, expect, it } from 'vitest'
import type { Form, PreCheck, Question } from './api'
import { applicationOf, asked, byField, emptyDraft, factsOf, localMinute, mandateOf } from './filing'

const question = (fact: string): Question => ({
  fact,
  kind: 'yes_no',
  unit: '',
  zh: fact,
  en: fact,
  choices: [],
})
const check = (more: Partial<PreCheck>): PreCheck => ({
  standing: 'open',
  answered: [],
  next: null,
  stopped_by: null,
  advice: [],
  ...more,
})
const form = { questions: ['fume', 'bbq', 'pollution_near'].map(question) } as Form

describe('what a clerk types', () => {
  it('sends only answers to questions that are still asked', () => {
    const draft = { ...emptyDraft(new Date()), answers: { fume: false, bbq: true } }
    expect(factsOf(draft, check({ answered: ['fume'] }))).not.toHaveProperty('bbq')
    expect(factsOf(draft, check({ answered: ['fume'] })).fume).toBe(false)
  })
  it('leaves empty fields out, so that the service says what is missing', () => {
    const draft = emptyDraft(new Date())
    draft.fields.shop_name = ' '
    draft.facts.area_m2 = ''
    const application = applicationOf(draft, null)
    expect(application).not.toHaveProperty('shop_name')
    expect(application.facts).not.toHaveProperty('area_m2')
  })
  it('says the moment of the mandate with its zone', () => {
    const at = new Date('2026-11-24T01:30:00Z')
    const draft = emptyDraft(at)
    expect(draft.mandate.asked_at).toBe(localMinute(at))
    expect(mandateOf(draft).asked_at).toBe('2026-11-24T01:30:00.000Z')
  })
})

describe('the questions', () => {
  it('come in their order, the one that waits last', () => {
    const found = asked(form, check({ answered: ['bbq', 'fume'], next: question('pollution_near') }))
    expect(found.map(({ fact }) => fact)).toEqual(['fume', 'bbq', 'pollution_near'])
  })
})

describe('faults', () => {
  it('stand beside their field, the first one of each', () => {
    const fault = (path: string, zh: string) => ({ path, zh, en: zh })
    const found = byField([fault('facts.stoves', 'a'), fault('activities.1', 'b'), fault('activities', 'c')])
    expect([found.stoves?.zh, found.activities?.zh]).toEqual(['a', 'b'])
  })
})
