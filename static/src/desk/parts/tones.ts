import type { CaseState, ConclusionValue, Delivery, VerdictValue } from '../types'

/** Colours by meaning; each is always shown with a word and a shape beside it. */
export type Tone = 'good' | 'bad' | 'warn' | 'blue' | 'violet' | 'solid' | 'grey'

export const VERDICT_TONES: Record<VerdictValue, Tone> = {
  pass: 'good',
  fail: 'bad',
  not_applicable: 'grey',
  rectified: 'blue',
  needs_on_site: 'violet',
  needs_supplement: 'warn',
}

export const STATE_TONES: Record<CaseState, Tone> = {
  received: 'grey',
  pre_check: 'blue',
  accepted: 'blue',
  preparing: 'blue',
  booked: 'blue',
  inspecting: 'solid',
  reviewing: 'warn',
  determined: 'good',
  pushed: 'good',
  licensed: 'good',
  closed: 'grey',
  supplement_due: 'warn',
  withdrawn: 'grey',
  no_show: 'grey',
  technical_abort: 'bad',
  on_site: 'violet',
}

export const CONCLUSION_TONES: Record<ConclusionValue, Tone> = {
  pass: 'good',
  rectify: 'warn',
  fail: 'bad',
  go_on_site: 'violet',
  supplement: 'warn',
  not_asked: 'grey',
}

export const DELIVERY_TONES: Record<Delivery['state'], Tone> = {
  held: 'warn',
  waiting: 'warn',
  delivered: 'good',
  dead: 'bad',
  dropped: 'grey',
}
