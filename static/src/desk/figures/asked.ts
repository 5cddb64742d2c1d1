import { GROUPS, type Group, type Period } from './figures'

/** What of the figures is looked at; `unit` is empty for all offices one may see. */
export interface Asked extends Period {
  unit: string
  by: Group
}

const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/
const UNIT = /^[A-Za-z0-9_-]{1,40}$/

/** What the address asks for; what it does not name, or names wrongly, is as `otherwise` says. */
export function askedIn(hash: string, otherwise: Asked): Asked {
  const query = new URLSearchParams(hash.split('?')[1] ?? '')
  const [from, to] = [query.get('from') ?? '', query.get('to') ?? '']
  const isPeriod = MONTH.test(from) && MONTH.test(to) && from <= to
  const unit = query.get('unit') ?? ''
  return {
    ...(isPeriod ? { from, to } : { from: otherwise.from, to: otherwise.to }),
    unit: UNIT.test(unit) ? unit : otherwise.unit,
    by: GROUPS.find((one) => one === query.get('by')) ?? otherwise.by,
  }
}

/** The address under which anybody sees the same, as far as they may: months by name, not “the last twelve”. */
export function addressOf(asked: Asked): string {
  const query = new URLSearchParams({ from: asked.from, to: asked.to, by: asked.by })
  if (asked.unit) query.set('unit', asked.unit)
  return `#/figures?${query}`
}
