import { describe, expect, it } from 'vitest'
import { type AgreementRow, bandOf, csvUrl, ordered, percent } from './agreement'

const row = (item_id: string | null, kappa: number | null, pairs = 12): AgreementRow => ({
  item_id,
  zh: '',
  en: '',
  pairs,
  same: pairs,
  share: 1,
  kappa,
})

describe('how far two inspectors agree', () => {
  it('shows the greatest disagreement first and all items apart', () => {
    const rows = [row(null, 0.5), row('EX-01', 0.9), row('EX-02', -0.1), row('EX-03', null)]
    const { all, items } = ordered(rows)
    expect(all?.kappa).toBe(0.5)
    expect(items.map((one) => one.item_id)).toEqual(['EX-02', 'EX-01', 'EX-03'])
  })

  it.each([
    [-0.01, 'none'],
    [0, 'slight'],
    [0.2, 'slight'],
    [0.21, 'fair'],
    [0.6, 'moderate'],
    [0.61, 'substantial'],
    [0.81, 'perfect'],
    [1, 'perfect'],
  ] as const)('calls a kappa of %d %s', (kappa, band) => {
    expect(bandOf(kappa)).toBe(band)
  })

  it('asks for the days that are given and no others', () => {
    expect(csvUrl({ from: '', to: '' })).toBe('/api/v1/agreement.csv')
    expect(csvUrl({ from: '2026-11-01', to: '' })).toBe('/api/v1/agreement.csv?from=2026-11-01')
  })

  it('says nothing where there is no share', () => {
    expect([percent(null), percent(0.666)]).toEqual(['—', '67%'])
  })
})
