import type { ClauseRow } from './types'

const MOST_SHOWN = 12

/** The clauses that have every word of a query somewhere; the editions in force before those that were superseded. */
export function matching(clauses: ClauseRow[], query: string, taken: readonly string[]): ClauseRow[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean)
  const rank = (one: ClauseRow) => (one.superseded_by ? 1 : 0)
  return clauses
    .filter((one) => {
      const all = `${one.id} ${one.zh} ${one.en} ${one.article} ${one.edition}`.toLowerCase()
      return !taken.includes(one.id) && wanted.every((word) => all.includes(word))
    })
    .sort((left, right) => rank(left) - rank(right))
    .slice(0, MOST_SHOWN)
}
