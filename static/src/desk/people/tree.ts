import type { Unit } from './api'

/** An office with how far below the top of what is shown it hangs: 0 for the top. */
export interface Line extends Unit {
  depth: number
}

/** Offices as they are read: each followed by those below it, beside each other by name. */
export function lines(units: Unit[]): Line[] {
  const known = new Set(units.map((one) => one.id))
  const below = (parent: string | null, depth: number): Line[] =>
    units
      .filter((one) => (parent === null ? !one.parent || !known.has(one.parent) : one.parent === parent))
      .sort((a, b) => a.name.localeCompare(b.name, 'zh'))
      .flatMap((one) => [{ ...one, depth }, ...below(one.id, depth + 1)])
  return below(null, 0)
}

/** Ids of an office and of all below it: it can not move under any of them. */
export function branch(units: Unit[], id: string): Set<string> {
  const found = new Set([id])
  for (const one of lines(units)) if (one.parent && found.has(one.parent)) found.add(one.id)
  return found
}

/** As an entry of a list to choose from: indented by how far below it hangs. */
export const indented = (line: Line): string => `${'\u3000'.repeat(line.depth)}${line.name}`
