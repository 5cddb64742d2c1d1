/** Slots and appointments as a phone shows them. Pure. */
export interface Slot {
  starts_at: string
  ends_at: string
  free: number
}
export interface Day {
  day: string
  slots: Slot[]
}
export interface Booking {
  starts_at: string
  ends_at: string
  state: 'booked' | 'cancelled' | 'displaced' | 'missed' | 'kept'
  revision: number
}
export interface Offer {
  booking: Booking | null
  rebooks_left: number
  days: Day[]
  telephone: string
}
export interface Waiting {
  booking: Booking | null
  position: number | null
  wait_min: number | null
  expected_at: string | null
  inspectors: string[]
  /** The inspectors could not keep the appointment: another time is to be chosen. */
  needs_time: boolean
}
/** How a waiting room stands, as a person would say it. */
export type Stand =
  | { is: 'unknown' }
  | { is: 'needs_time' }
  | { is: 'later'; starts_at: string }
  | { is: 'near'; starts_at: string }
  | { is: 'due' }
  | { is: 'held_up'; minutes: number }
  | { is: 'unassigned' }
  | { is: 'in_line'; minutes: number }
export interface PartOfDay {
  part: 'morning' | 'afternoon' | 'evening'
  slots: Slot[]
}

const ZONE = 'Asia/Shanghai'
const DAY_MS = 86_400_000
export const SOON_MS = 30 * 60_000 // from then on an applicant may as well wait in the room
const NOON = '12:00'
const EVENING = '17:30'

/** `09:00`, by the clocks of the place, wherever the phone thinks it is. */
export const timeOf = (moment: string): string =>
  new Intl.DateTimeFormat('zh-CN', {
    timeZone: ZONE,
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(new Date(moment))

/** `2026-11-25` of the place. */
export const dayOf = (moment: string | number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(new Date(moment))

/** A day in both languages: 今天, 明天, else the weekday; with its date. */
export function dayWords(day: string, now_ms: number): { zh: string; en: string; date: string } {
  const noon = new Date(`${day}T12:00:00+08:00`)
  const near = [0, 1].find((ahead) => dayOf(now_ms + ahead * DAY_MS) === day)
  const named = (locale: string, weekday: 'short') =>
    new Intl.DateTimeFormat(locale, { timeZone: ZONE, weekday }).format(noon)
  const [, month, date] = day.split('-').map(Number)
  return {
    zh: near === undefined ? named('zh-CN', 'short') : (['今天', '明天'][near] as string),
    en: near === undefined ? named('en-GB', 'short') : (['Today', 'Tomorrow'][near] as string),
    date: `${month}月${date}日`,
  }
}

/** Days on which something is free, without what is taken. */
export const freeDays = (offer: Offer): Day[] =>
  offer.days
    .map(({ day, slots }) => ({ day, slots: slots.filter(({ free }) => free > 0) }))
    .filter(({ slots }) => slots.length > 0)

/** The slots of a day in its parts; a part without any is left out. */
export function partsOf(slots: Slot[]): PartOfDay[] {
  const part = ({ starts_at }: Slot) => {
    const time = timeOf(starts_at)
    return time < NOON ? 'morning' : time < EVENING ? 'afternoon' : 'evening'
  }
  return (['morning', 'afternoon', 'evening'] as const)
    .map((name) => ({ part: name, slots: slots.filter((slot) => part(slot) === name) }))
    .filter((found) => found.slots.length > 0)
}

/** Whether there is an appointment to come. */
export const stands = (booking: Booking | null): booking is Booking => booking?.state === 'booked'

const NEAR_MS = 60 * 60_000 // from then on names and minutes are worth telling
const HELD_UP_MIN = 5

/** What is true of the waiting now; nobody is said to be coming who is not. */
export function standOf(waiting: Waiting | null, now_ms: number): Stand {
  if (!waiting) return { is: 'unknown' }
  if (waiting.needs_time) return { is: 'needs_time' }
  const minutes = waiting.wait_min ?? 0
  if (stands(waiting.booking)) {
    const { starts_at } = waiting.booking
    const ahead = Date.parse(starts_at) - now_ms
    if (ahead > NEAR_MS) return { is: 'later', starts_at }
    if (ahead > 0) return { is: 'near', starts_at }
    return minutes > HELD_UP_MIN ? { is: 'held_up', minutes } : { is: 'due' }
  }
  return waiting.position === null ? { is: 'unassigned' } : { is: 'in_line', minutes }
}

/** Whether the appointment is near enough to go and wait. */
export const isSoon = (booking: Booking, now_ms: number): boolean =>
  Date.parse(booking.starts_at) - now_ms < SOON_MS
