import { describe, expect, it } from 'vitest'
import { csvOf, isLate } from './afterwards'

describe('what a supervisor sees to afterwards', () => {
  it('names the day in the address of the table, or none for today', () => {
    expect(csvOf('2026-11-24')).toBe('/api/v1/deliveries/reconciliation.csv?day=2026-11-24')
    expect(csvOf('')).toBe('/api/v1/deliveries/reconciliation.csv')
  })

  it('calls a task late only while nobody has answered it', () => {
    const now = Date.parse('2026-11-30T00:00:00Z')
    expect(isLate({ due_at: '2026-11-29T09:00:00Z', answer: null }, now)).toBe(true)
    expect(isLate({ due_at: '2026-11-29T09:00:00Z', answer: '已回访' }, now)).toBe(false)
    expect(isLate({ due_at: '2026-12-01T09:00:00Z', answer: null }, now)).toBe(false)
  })
})
