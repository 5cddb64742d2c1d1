import { ask } from '../server'

/** Duty as the service keeps it; hours are written as in the settings. */
export interface Pair {
  id: string
  inspectors: { id: string; name: string }[]
  hours: string
  /** Whose cases they inspect. */
  office: string
  office_name: string
  /** By whoever looks: both are of the offices they reach. */
  may_change: boolean
}
export interface Closure {
  id: string
  on: string
  pair: string | null
  reason: string
  may_take_back: boolean
}
export interface Absence {
  id: string
  inspector: string
  first_on: string
  last_on: string
  reason: string
}
export interface Colleague {
  id: string
  name: string
  formats: string[]
  qualified_until: string | null
  substitute: string | null
  /** Also of somebody of another office, who is none of `inspectors` then. */
  substitute_name: string
  relations: string[]
}
/** What became of an appointment that a change of duty concerned; nobody keeps it: it needs a new time. */
export interface Consequence {
  case: string
  number: string
  shop_name: string
  starts_at: string
  inspectors: string[]
}
/** An appointment an absence handed on; `against`: why it can not go back to those who had it. */
export interface HandedOn extends Consequence {
  before: string[]
  against: { zh: string; en: string } | null
}
export interface Followed {
  appointments: Consequence[]
}
export interface Roster {
  pairs: Pair[]
  /** Taken off the roster; they can be put on again. */
  pairs_off: Pair[]
  closures: Closure[]
  absences: Absence[]
  inspectors: Colleague[]
  may_keep: boolean
  may_close_all: boolean
}

export const roster = {
  read: () => ask<Roster>('GET', '/roster'),
  addPair: (inspectors: string[], hours: string, office: string) =>
    ask('POST', '/roster/pairs', { inspectors, hours, office }),
  changePair: (id: string, hours: string, is_active: boolean, office: string) =>
    ask('PUT', `/roster/pairs/${id}`, { hours, is_active, office }),
  close: (on: string, pair: string | null, reason: string) =>
    ask('POST', '/roster/closures', { on, pair, reason }),
  noteAbsence: (absence: Omit<Absence, 'id'>) => ask<Followed>('POST', '/roster/absences', absence),
  handedOn: async (absence: string) =>
    (await ask<{ appointments: HandedOn[] }>('GET', `/roster/absences/${absence}/appointments`)).appointments,
  takeBack: (id: string, givesBack = false) =>
    ask<Followed>('DELETE', `/roster/exceptions/${id}${givesBack ? '?give_back=1' : ''}`),
  setColleague: ({ id, formats, qualified_until, substitute, relations }: Colleague) =>
    ask<Followed>('PUT', `/roster/inspectors/${id}`, { formats, qualified_until, substitute, relations }),
}

/** What people type as a list: separated by commas, Chinese or not, or by spaces. */
export const listed = (text: string): string[] => text.split(/[\s,，、;；]+/).filter(Boolean)

/** Whether somebody's certificate ends within so many days, or has ended. */
export const endsSoon = (until: string | null, today: string, days: number): boolean =>
  until !== null && Date.parse(until) - Date.parse(today) < days * 86_400_000
