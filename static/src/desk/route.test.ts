import { describe, expect, it } from 'vitest'
import { hashOf, parseRoute } from './route'

describe('addresses of the desk', () => {
  it.each([
    { at: 'queue' } as const,
    { at: 'case', id: 'case_01J' } as const,
    { at: 'call', id: 'case_01J' } as const,
    { at: 'templates' } as const,
    { at: 'agreement' } as const,
    { at: 'figures' } as const,
    { at: 'field-checks' } as const,
    { at: 'field-check', id: 'case_01J' } as const,
    { at: 'afterwards' } as const,
    { at: 'rules' } as const,
    { at: 'bookings' } as const,
    { at: 'roster' } as const,
    { at: 'draft', id: 'draft_01J' } as const,
    { at: 'import' } as const,
    { at: 'imported', id: 'imp_01J' } as const,
  ])('come back from what they were written as: %o', (route) => {
    expect(parseRoute(hashOf(route))).toEqual(route)
  })

  it('may carry what a page is to show', () => {
    expect(parseRoute('#/figures?unit=unit_01J')).toEqual({ at: 'figures' })
  })

  it('lead to the queue when nobody knows them', () => {
    expect(parseRoute('#/case/../../x')).toEqual({ at: 'queue' })
    expect(parseRoute('')).toEqual({ at: 'queue' })
  })
})
