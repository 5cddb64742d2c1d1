import { ask } from '../server'
import { today } from '../templates/days'
import type { CaseState } from '../types'

/** An appointment as the service tells it. */
export interface Booking {
  starts_at: string
  ends_at: string
  state: 'booked' | 'cancelled' | 'displaced' | 'missed' | 'kept'
  came_at: string | null
}
export interface Slot {
  starts_at: string
  ends_at: string
  free: number
}
export interface Day {
  day: string
  slots: Slot[]
}
export interface Offer {
  booking: Booking | null
  rebooks_left: number
  days: Day[]
}
export interface Line extends Booking {
  case: string
  number: string
  shop_name: string
  case_state: CaseState
  inspectors: string[]
}
/** A time of the day with who is booked then, by pair, and how many pairs are free. */
export interface Row {
  starts_at: string
  cells: (Line | null)[]
  free: number
}
export interface Table {
  pairs: string[]
  rows: Row[]
}

/** An appointment nobody could keep; its case waits for a new time. */
export interface Homeless {
  case: string
  number: string
  shop_name: string
  starts_at: string
  why: string
}

const DAY_MS = 86_400_000

export const readOffer = (id: string): Promise<Offer> => ask('GET', `/cases/${id}/slots`)
export const book = (id: string, starts_at: string): Promise<unknown> =>
  ask('PUT', `/cases/${id}/booking`, { starts_at })
export const cancelBooking = (id: string): Promise<unknown> => ask('DELETE', `/cases/${id}/booking`)
export const icsUrl = (id: string): string => `/api/v1/cases/${id}/booking.ics`

export const readToRebook = () => ask<{ bookings: Homeless[] }>('GET', '/bookings/to-rebook')

/** The day's table: what is booked, and what is free of the pairs on the roster. */
export async function readDay(day: string): Promise<Table> {
  const [booked, free] = await Promise.all([
    ask<{ bookings: Line[] }>('GET', `/bookings?day=${day}`),
    ask<{ days: Day[] }>('GET', `/slots?from=${day}&to=${day}`),
  ])
  return tableOf(
    booked.bookings,
    free.days.flatMap(({ slots }) => slots),
  )
}

const NOBODYS = new Set(['cancelled', 'displaced'])

/** A column for each pair, a row for each time. What takes nobody's time any more is left out. */
export function tableOf(lines: Line[], slots: Slot[]): Table {
  const standing = lines.filter(({ state }) => !NOBODYS.has(state))
  const pairOf = ({ inspectors }: Line) => [...inspectors].sort().join('、')
  const pairs = [...new Set(standing.map(pairOf))].sort()
  const key = (moment: string) => Date.parse(moment)
  const times = new Map<number, Row>()
  const rowOf = (starts_at: string): Row => {
    const found = times.get(key(starts_at)) ?? { starts_at, cells: pairs.map(() => null), free: 0 }
    times.set(key(starts_at), found)
    return found
  }
  for (const slot of slots) rowOf(slot.starts_at).free = slot.free
  for (const line of standing) rowOf(line.starts_at).cells[pairs.indexOf(pairOf(line))] = line
  return { pairs, rows: [...times.entries()].sort(([one], [other]) => one - other).map(([, row]) => row) }
}

/** The day so many days later. */
export const shifted = (day: string, days: number): string =>
  today(new Date(Date.parse(`${day}T12:00:00+08:00`) + days * DAY_MS))
