import type { Box } from './geometry'

/** Boxes on their way onto a picture, with every earlier state to go back to. */
export interface Covering {
  boxes: readonly Box[]
  earlier: readonly (readonly Box[])[]
  /** What a machine took for faces; a person takes each over or drops it. */
  proposed: readonly Box[]
}

export const begun = (boxes: readonly Box[]): Covering => ({ boxes, earlier: [], proposed: [] })

function changed(now: Covering, boxes: readonly Box[]): Covering {
  return { ...now, boxes, earlier: [...now.earlier, now.boxes] }
}
export const added = (now: Covering, ...boxes: Box[]) => changed(now, [...now.boxes, ...boxes])
export const without = (now: Covering, index: number) =>
  changed(
    now,
    now.boxes.filter((_, at) => at !== index),
  )

export function undone(now: Covering): Covering {
  const last = now.earlier.at(-1)
  return last ? { ...now, boxes: last, earlier: now.earlier.slice(0, -1) } : now
}

/** A proposal that lies under a box already is none. */
export const proposing = (now: Covering, found: readonly Box[]): Covering => ({
  ...now,
  proposed: found.filter((one) => !now.boxes.some((box) => holds(box, one))),
})
export function taken(now: Covering, index: number): Covering {
  const one = now.proposed[index]
  return one ? dropped(added(now, one), index) : now
}
export const dropped = (now: Covering, index: number): Covering => ({
  ...now,
  proposed: now.proposed.filter((_, at) => at !== index),
})

const holds = (outer: Box, inner: Box) =>
  outer.left <= inner.left &&
  outer.top <= inner.top &&
  outer.right >= inner.right &&
  outer.bottom >= inner.bottom
