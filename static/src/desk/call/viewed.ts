/** What a browser has counted for one connection; a new connection counts anew. */
export interface Count {
  total: number
  last: number
}
export const NONE: Count = { total: 0, last: 0 }

/** The count over all connections of a page after one more look. Pure. */
export function counted(before: Count, now: number): Count {
  return { total: before.total + (now < before.last ? now : now - before.last), last: now }
}
