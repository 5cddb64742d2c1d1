import type { VerdictValue } from '../types'

/** What an inspector can do from the keyboard during a call. */
export type Action =
  | { do: 'next' }
  | { do: 'previous' }
  | { do: 'next_open' }
  | { do: 'verdict'; verdict: VerdictValue }
  | { do: 'clear' }
  | { do: 'undo' }
  | { do: 'capture' }
  | { do: 'still' }
  | { do: 'clip' }
  | { do: 'upload' }
  | { do: 'reading' }
  | { do: 'note' }
  | { do: 'search' }
  | { do: 'chat' }
  | { do: 'torch' }
  | { do: 'challenge' }
  | { do: 'quality' }
  | { do: 'card' }
  | { do: 'replay' }
  | { do: 'microphone' }
  | { do: 'camera' }
  | { do: 'record' }
  | { do: 'end' }
  | { do: 'auto' }
  | { do: 'help' }
  | { do: 'leave_field' }

/** The part of a `KeyboardEvent` that decides. */
export interface Press {
  key: string
  ctrlKey?: boolean
  metaKey?: boolean
  altKey?: boolean
  repeat?: boolean
}

/** Where the focus is: letters belong to a text field, Enter and Space to a button. */
export type Focus = 'page' | 'text' | 'button'

export const VERDICT_KEYS: Readonly<Record<string, VerdictValue>> = {
  '1': 'pass',
  '2': 'fail',
  '3': 'not_applicable',
  '4': 'rectified',
  '5': 'needs_on_site',
  '6': 'needs_supplement',
}

const MOVES: Readonly<Record<string, Action>> = {
  j: { do: 'next' },
  ArrowDown: { do: 'next' },
  k: { do: 'previous' },
  ArrowUp: { do: 'previous' },
}

const ONCE: Readonly<Record<string, Action>> = {
  o: { do: 'next_open' },
  c: { do: 'capture' },
  ' ': { do: 'capture' },
  s: { do: 'still' },
  x: { do: 'clip' },
  p: { do: 'upload' },
  g: { do: 'reading' },
  n: { do: 'note' },
  u: { do: 'undo' },
  '0': { do: 'clear' },
  Backspace: { do: 'clear' },
  '/': { do: 'search' },
  t: { do: 'chat' },
  l: { do: 'torch' },
  d: { do: 'challenge' },
  q: { do: 'quality' },
  i: { do: 'card' },
  b: { do: 'replay' },
  m: { do: 'microphone' },
  v: { do: 'camera' },
  r: { do: 'record' },
  e: { do: 'end' },
  a: { do: 'auto' },
  Enter: { do: 'next_open' },
  '?': { do: 'help' },
  '？': { do: 'help' },
  '、': { do: 'search' }, // the slash key while a Chinese input method is on
}

/**
 * The action of a key press, or `null` when the browser should have it.
 *
 * A held key repeats moving, never a verdict or a capture. In a text field only Escape acts.
 */
export function actionOf(press: Press, focus: Focus): Action | null {
  if (focus === 'text') return press.key === 'Escape' ? { do: 'leave_field' } : null
  if ((press.ctrlKey || press.metaKey) && press.key.toLowerCase() === 'z') return { do: 'undo' }
  if (press.ctrlKey || press.metaKey || press.altKey) return null
  if (press.key === 'Escape') return { do: 'leave_field' }
  if (focus === 'button' && (press.key === ' ' || press.key === 'Enter')) return null
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key
  const move = MOVES[key]
  if (move) return move
  if (press.repeat) return null
  const verdict = VERDICT_KEYS[key]
  if (verdict) return { do: 'verdict', verdict }
  return ONCE[key] ?? null
}

/** What kind of element has the focus. */
export function focusOf(element: Element | null): Focus {
  if (!element) return 'page'
  const tag = element.tagName
  if (tag === 'TEXTAREA' || tag === 'SELECT' || (element as HTMLElement).isContentEditable) return 'text'
  if (tag === 'INPUT') return 'text'
  return tag === 'BUTTON' || tag === 'A' || tag === 'SUMMARY' ? 'button' : 'page'
}
