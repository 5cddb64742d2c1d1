/** What can be undone. A step is a value and what was selected with it; typing in one field is one step. */
export interface Step<T> {
  value: T
  selected: string
}
export interface History<T> {
  past: readonly Step<T>[]
  now: Step<T>
  future: readonly Step<T>[]
  /** The field the last step changed, and when: the next key stroke there joins it. */
  field: string
  at_ms: number
}

const MOST_STEPS = 200 // chosen: more than an afternoon's slips; a step shares what it did not change
export const TYPING_MS = 1500 // chosen: a longer pause is a new thought

export function beginning<T>(value: T, selected = ''): History<T> {
  return { past: [], now: { value, selected }, future: [], field: '', at_ms: 0 }
}

/** The history with one more change. `field`: the input that was typed in, "" for everything else. */
export function changed<T>(
  history: History<T>,
  value: T,
  selected: string,
  field: string,
  now_ms: number,
): History<T> {
  if (value === history.now.value) return history
  const isTyping = field !== '' && field === history.field && now_ms - history.at_ms < TYPING_MS
  const past = isTyping ? history.past : [...history.past, history.now].slice(-MOST_STEPS)
  return { past, now: { value, selected }, future: [], field, at_ms: now_ms }
}

/** Selecting something is no change: it only says where the next undo leads back to. */
export function selecting<T>(history: History<T>, selected: string): History<T> {
  return { ...history, now: { ...history.now, selected }, field: '' }
}

/** One step back; what is selected is where the undone change was made. */
export function undone<T>(history: History<T>): History<T> {
  const before = history.past.at(-1)
  if (!before) return history
  return {
    past: history.past.slice(0, -1),
    now: before,
    future: [history.now, ...history.future],
    field: '',
    at_ms: 0,
  }
}

export function redone<T>(history: History<T>): History<T> {
  const [next, ...rest] = history.future
  if (!next) return history
  return { past: [...history.past, history.now], now: next, future: rest, field: '', at_ms: 0 }
}
