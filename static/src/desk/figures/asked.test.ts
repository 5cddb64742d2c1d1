import { expect, it } from 'vitest'
import { addressOf, askedIn } from './asked'

const USUAL = { from: '2025-12', to: '2026-11', unit: '', by: 'month' } as const

it('an address shows the same to whoever opens it', () => {
  const asked = { from: '2026-01', to: '2026-03', unit: 'unit_01J', by: 'pair' } as const
  expect(askedIn(addressOf(asked), USUAL)).toEqual(asked)
  expect(askedIn(addressOf({ ...asked, unit: '' }), USUAL).unit).toBe('')
})

it('what an address does not name, or names wrongly, is as usual', () => {
  expect(askedIn('#/figures', USUAL)).toEqual(USUAL)
  expect(askedIn('#/figures?from=2026-05&to=2026-03&by=shop&unit=../x', USUAL)).toEqual(USUAL)
  expect(askedIn('#/figures?from=2026-05', USUAL)).toEqual(USUAL)
})
