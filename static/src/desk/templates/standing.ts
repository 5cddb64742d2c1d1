import { dayBefore } from './days'
import type { VersionRow } from './types'

/** How a version stands on a day: `until` is its last day, "" while none has been set. */
export interface Standing {
  is: 'in_force' | 'coming' | 'past' | 'never'
  until: string
}

// what the bureau published goes before what ships, then the later first day, then what came last
const isOver = (one: VersionRow, other: VersionRow, isLater: boolean): boolean => {
  if (one.origin !== other.origin) return one.origin === 'bureau'
  const [first, second] = [one.effective_from ?? '', other.effective_from ?? '']
  return first === second ? isLater : first > second
}

/** The standing of each version of a family, which come in the order of publication. */
export function standings(versions: readonly VersionRow[], today: string): Standing[] {
  return versions.map((one, number) => {
    const from = one.effective_from ?? ''
    const stronger = versions.filter((other, at) => at !== number && isOver(other, one, at > number))
    if (stronger.some((other) => (other.effective_from ?? '') <= from)) return { is: 'never', until: '' }
    const next = stronger.map((other) => other.effective_from ?? '').sort()[0]
    const until = next === undefined ? '' : dayBefore(next)
    if (from > today) return { is: 'coming', until }
    return { is: until !== '' && until < today ? 'past' : 'in_force', until }
  })
}
