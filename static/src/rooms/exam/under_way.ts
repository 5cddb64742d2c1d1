/** The exam this browser has not handed in, kept beyond the tab so that it is found again. */
import type { Both } from '../room'
import type { Attempt } from './exam'

const KEY = 'yunkan-exam-under-way'

export interface UnderWay {
  id: string
  title: Both
  mode: Attempt['mode']
}

/** Keeps which one it is, nothing of its answers. A practice does not put an exam out of mind. */
export function remember({ id, title, mode }: Attempt, store: Storage = localStorage): void {
  if (mode === 'practice' && underWay(store)?.mode === 'exam') return
  try {
    store.setItem(KEY, JSON.stringify({ id, title, mode }))
  } catch {
    // a browser that keeps nothing takes the exam all the same
  }
}

/** It is over, or not of this browser. */
export function forget(id: string, store: Storage = localStorage): void {
  try {
    if (underWay(store)?.id === id) store.removeItem(KEY)
  } catch {
    // nothing was kept
  }
}

/** The one to go on with, or `null`. */
export function underWay(store: Storage = localStorage): UnderWay | null {
  try {
    const kept = JSON.parse(store.getItem(KEY) ?? 'null') as Partial<UnderWay> | null
    return kept?.id && kept.title && kept.mode ? (kept as UnderWay) : null
  } catch {
    return null
  }
}
