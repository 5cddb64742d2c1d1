import { ask } from '../server'
import type { BANDS } from './texts'

/** One item, or all together where `item_id` is `null`; `kappa` is `null` where it is not defined. */
export interface AgreementRow {
  item_id: string | null
  zh: string
  en: string
  pairs: number
  same: number
  share: number | null
  kappa: number | null
}

/** Days as `2026-11-25`, both within; "" leaves that side to the server: twelve months that end now. */
export interface Period {
  from: string
  to: string
}

/** Fewer pairs than this tell little: one more that differs moves the share by 10 points or more. */
export const FEW_PAIRS = 10

const asked = (period: Period): string => {
  const said = new URLSearchParams(Object.entries(period).filter(([, day]) => day !== ''))
  return said.size ? `?${said}` : ''
}
/** `first` and `last`: the days that were counted. */
export interface Agreement {
  first: string
  last: string
  rows: AgreementRow[]
}
export const readAgreement = (period: Period): Promise<Agreement> =>
  ask<Agreement>('GET', `/agreement${asked(period)}`)
export const csvUrl = (period: Period): string => `/api/v1/agreement.csv${asked(period)}`

/** The line of all items, and each item's, the greatest disagreement first. */
export function ordered(rows: AgreementRow[]): { all: AgreementRow | null; items: AgreementRow[] } {
  const worth = (row: AgreementRow) => row.kappa ?? row.share ?? 1
  return {
    all: rows.find((row) => row.item_id === null) ?? null,
    items: rows
      .filter((row) => row.item_id !== null)
      .sort((one, two) => worth(one) - worth(two) || two.pairs - one.pairs),
  }
}

export function bandOf(kappa: number): keyof typeof BANDS {
  if (kappa < 0) return 'none'
  if (kappa <= 0.2) return 'slight'
  if (kappa <= 0.4) return 'fair'
  if (kappa <= 0.6) return 'moderate'
  return kappa <= 0.8 ? 'substantial' : 'perfect'
}

export const percent = (share: number | null): string =>
  share === null ? '—' : `${Math.round(share * 100)}%`
