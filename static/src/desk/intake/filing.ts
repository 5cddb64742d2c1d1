import type { Facts, Fault, Form, PreCheck, Question } from './api'

/** What a clerk has typed so far; numbers are kept as typed and judged by the service. */
export interface Draft {
  fields: Record<string, string>
  activities: string[]
  facts: Facts
  answers: Facts
  mandate: Record<string, string>
}

/** Figures and choices that the form always asks for; the site's questions come one by one. */
export const FIGURES = ['matter', 'area_m2', 'stoves', 'sinks', 'gas'] as const
export const TRAITS = ['dine_in', 'fixed_shop', 'licence_asked_for', 'no_video', 'home_service'] as const
export const MORE = [
  'external_number',
  'receipt_number',
  'agent_name',
  'agent_phone',
  'domicile',
  'store_address',
  'division_code',
  'seats',
] as const

export function emptyDraft(now: Date): Draft {
  return {
    fields: { format: '餐饮服务经营者' },
    activities: [],
    facts: { matter: 'new', gas: 'none', dine_in: true, fixed_shop: true },
    answers: {},
    mandate: { relation: 'self', way: 'in_person', asked_at: localMinute(now) },
  }
}

/** As a field of day and time takes it, in this computer's zone. */
export function localMinute(at: Date): string {
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}

/** The facts as far as they are known: an answer that is not asked any more does not count. */
export function factsOf(draft: Draft, check: PreCheck | null): Facts {
  const counted = Object.entries(draft.answers).filter(
    ([fact]) => check === null || check.answered.includes(fact),
  )
  const typed = Object.entries(draft.facts).filter(([, value]) => value !== '')
  return Object.fromEntries([...typed, ...counted])
}

/** The questions to show: the answered ones in their order, then the one that waits. */
export function asked(form: Form, check: PreCheck): Question[] {
  const known = form.questions.filter(({ fact }) => check.answered.includes(fact))
  return check.next ? [...known, check.next] : known
}

export function applicationOf(draft: Draft, check: PreCheck | null): Record<string, unknown> {
  const written = Object.entries(draft.fields).filter(([, value]) => value.trim() !== '')
  return {
    ...Object.fromEntries(written),
    activities: draft.activities,
    facts: factsOf(draft, check),
  }
}

export function mandateOf(draft: Pick<Draft, 'mandate'>): Record<string, unknown> {
  const { asked_at, ...rest } = draft.mandate
  const at = new Date(asked_at ?? '')
  return { ...rest, asked_at: Number.isNaN(at.getTime()) ? '' : at.toISOString() }
}

/** Faults by the field they stand beside; an activity's stands beside all of them. */
export function byField(faults: Fault[]): Record<string, Fault> {
  const found: Record<string, Fault> = {}
  for (const fault of faults) {
    const [first, second] = fault.path.split('.')
    const field = first === 'facts' && second ? second : first === 'mandate' && second ? second : first
    if (field && !(field in found)) found[field] = fault
  }
  return found
}
