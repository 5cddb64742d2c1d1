/** What the service tells an applicant's phone, and which screen follows from it. Pure. */
export interface Clause {
  zh: string
  en: string
  article: string
  /** Whether the official text was read; else the clause carries a mark. */
  is_confirmed: boolean
}
export interface Item {
  id: string
  title_zh: string
  title_en: string
  film_zh: string
  film_en: string
  clauses: Clause[]
  /** Kinds the item is shown by; files are taken only where `document` is among them. */
  evidence: string[]
  /** Its place in the sample room; items asked several times share one. */
  hotspot: string
}
export interface SignedRecord {
  sha256: string
  food_conclusion: string
  fume_conclusion: string
  conclusion_zh: string
  conclusion_en: string
  needed: { role: string; name: string; id: string }[]
  /** The inspectors noted that this applicant does not sign. */
  refusal: { reason: string; noted_by: string; witness: string | null } | null
  is_complete: boolean
}
export interface Visit {
  case: { number: string; shop_name: string; address: string; state: string }
  consent: { version: string; zh: string; en: string; given_at: string | null }
  checklist: { sections: { id: string; zh: string; en: string; items: Item[] }[] }
  findings_public: { item_id: string; verdict: string; note: string }[]
  evidence: { id: string; kind: string }[]
  record: SignedRecord | null
  live: { room: string; is_open: boolean } | null
  result: { food_conclusion: string; fume_conclusion: string; zh: string; en: string } | null
  sample_room: string
}
export type Screen =
  | 'welcome'
  | 'consent'
  | 'declined'
  | 'booking'
  | 'device'
  | 'waiting'
  | 'call'
  | 'over'
  | 'signing'
  | 'result'
  | 'ended'

/** What the desk is told of the page shown; the room's own socket tells of the call. */
export type Place = 'waiting' | 'papers' | 'elsewhere' | 'background'

/** `isHidden`: another app or tab lies over the page; `isAtPapers`: the papers lie over the screen. */
export function placeOf(screen: Screen, isAtPapers: boolean, isHidden: boolean): Place {
  if (isHidden) return 'background'
  if (isAtPapers) return 'papers'
  return screen === 'waiting' || screen === 'call' ? 'waiting' : 'elsewhere'
}

/** States in which a link is opened for its appointment first: to see it, or to make another. */
const ABOUT_TIME = new Set(['booked', 'no_show'])

/** States in which nothing is left to do, though there is no result. */
const ENDED = new Set(['withdrawn', 'closed'])

/** Whether the appointment comes first for who opens the link now. */
export const isAboutTime = (visit: Visit): boolean => ABOUT_TIME.has(visit.case.state)

/**
 * Which screen a phone shows. `hasCamera`: the device check was passed on this page. `isBooking`: the applicant looks
 * at the appointment; an inspector who opens the call comes first.
 */
export function screenOf(
  visit: Visit | null,
  hasCamera: boolean,
  isDeclined: boolean,
  isBooking = false,
): Screen {
  if (!visit) return 'welcome'
  if (visit.result) return 'result'
  if (ENDED.has(visit.case.state)) return 'ended'
  if (visit.record) return 'signing'
  if (!visit.consent.given_at) return isDeclined ? 'declined' : 'consent'
  if (visit.live && !visit.live.is_open) return 'over'
  if (isBooking && !visit.live) return 'booking'
  if (!hasCamera) return 'device'
  return visit.live ? 'call' : 'waiting'
}

/** Whether the call goes on, behind the screen for signing too. */
export const isTalking = (visit: Visit | null, hasCamera: boolean): boolean =>
  hasCamera && visit?.live?.is_open === true && !visit.result

/** The item with this id, wherever it stands. */
export function itemOf(visit: Visit, id: string | null): Item | null {
  return visit.checklist.sections.flatMap((section) => section.items).find((item) => item.id === id) ?? null
}

/** Items to put right, with what the inspector wrote. */
export function toMend(visit: Visit): { item: Item; note: string }[] {
  return visit.findings_public
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'needs_supplement')
    .flatMap(({ item_id, note }) => {
      const item = itemOf(visit, item_id)
      return item ? [{ item, note }] : []
    })
}

/** Photos of this phone that the service has. */
export const photosOf = (visit: Visit): number => visit.evidence.filter(({ kind }) => kind === 'still').length

/** Whether this applicant may still sign: who refused may change their mind until the record is complete. */
export const mustSign = (record: SignedRecord): boolean =>
  record.needed.some(({ id }) => id === 'applicant') || (record.refusal !== null && !record.is_complete)

/** A clause's place in its law, without the clause file's own mark where the page puts one beside it. */
export const articleOf = ({ article, is_confirmed }: Clause): string =>
  is_confirmed ? article : article.replace('（条号待核）', '').trim()
