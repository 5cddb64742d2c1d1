import { ask } from '../server'

/** Who could inspect a case at its time, as the service judges it. */
export interface Named {
  id: string
  name: string
}
export interface Against {
  code: string
  zh: string
  en: string
}
export interface PairSeen {
  pair: string
  office: string
  office_name: string
  inspectors: Named[]
  load: number
  against: Against | null
}
export interface PersonSeen extends Named {
  load: number
  against: Against | null
  stands_in: Named | null
}
export interface Choice {
  on: string
  starts_at: string | null
  inspectors: Named[]
  may_draw: boolean
  may_change: boolean
  may_hand_over: boolean
  pairs: PairSeen[]
  people: PersonSeen[]
}
export interface Draw {
  at: string
  seed: string
  need: { office: string; office_name: string }
  candidates: {
    pair: string
    office: string
    office_name: string
    team: string[]
    load: number
    standing: string
    zh: string
    en: string
  }[]
}

const one = (id: string) => `/cases/${encodeURIComponent(id)}`

export const readChoice = (id: string) => ask<Choice>('GET', `${one(id)}/candidates`)
export const readDraws = (id: string) => ask<{ draws: Draw[] }>('GET', `${one(id)}/draws`)
export const draw = (id: string) => ask<unknown>('POST', `${one(id)}/assignment`, {})
export const reassign = (id: string, inspectors: string[], reason: string) =>
  ask<unknown>('PUT', `${one(id)}/inspectors`, { inspectors, reason })
export const handOver = (id: string, inspectors: string[], reason: string) =>
  ask<unknown>('PUT', `${one(id)}/transfer`, { inspectors, reason })

/** Whether these two differ from those who inspect now; their order does not count. */
export const differs = (chosen: string[], now: Named[]): boolean =>
  chosen.some((id) => !now.some((known) => known.id === id))

/** What is missing before two others can take over: somebody, a change, or the reason. */
export function missing(chosen: string[], now: Named[], reason: string): 'two' | 'change' | 'reason' | null {
  if (chosen.length !== 2 || chosen.includes('') || chosen[0] === chosen[1]) return 'two'
  if (!differs(chosen, now)) return 'change'
  return reason.trim() ? null : 'reason'
}

/** The two with the substitute in the place of one of them; `null` where nobody stands in or may. */
export function withSubstitute(who: string, now: Named[], people: PersonSeen[]): string[] | null {
  const deputy = people.find(({ id }) => id === who)?.stands_in
  const known = people.find(({ id }) => id === deputy?.id)
  if (!known || known.against || now.some(({ id }) => id === known.id)) return null
  return now.map(({ id }) => (id === who ? known.id : id))
}
