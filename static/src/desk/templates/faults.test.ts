import { describe, expect, it } from 'vitest'
import { faultFrom, faultsAt, faultsUnder, spotOfFault } from './faults'

const fault = (path: string) =>
  faultFrom({
    line: 12,
    path,
    item: 'EX-03',
    field: 'en',
    zh: 'ex.yaml 第 12 行，EX-03，en：没有写。请补上。',
    en: 'ex.yaml, line 12, item EX-03, en: is empty. Fill it in.',
  })

describe('a fault at its place', () => {
  it('does not say the place once more', () => {
    expect(fault('sections.0.items.2.title.en').said).toEqual({
      zh: '没有写。请补上。',
      en: 'is empty. Fill it in.',
    })
  })

  it('is found by its field, item and section, and by no other', () => {
    const all = [fault('sections.0.items.12.title.en')]
    expect(faultsUnder(all, ['sections', 0, 'items', 12, 'title'])).toHaveLength(1)
    expect(faultsUnder(all, ['sections', 0])).toHaveLength(1)
    expect(faultsUnder(all, ['sections', 0, 'items', 1])).toHaveLength(0)
    expect(faultsAt(all, ['sections', 0, 'items', 12])).toHaveLength(0)
    expect(spotOfFault(all[0]!)).toEqual({ section: 0, item: 12 })
  })

  it('of the template itself is in no section', () => {
    expect(spotOfFault(fault('version'))).toEqual({ section: null, item: null })
    expect(spotOfFault(fault(''))).toEqual({ section: null, item: null })
  })
})
