import { ask } from '../../shared/api'

/** Where the case is and what the applicant may do now; `GET /api/v1/visit/status`. */
export interface Status {
  number: string
  state: string
  now: { zh: string; en: string }
  /** What happens next, or what the applicant does. */
  next: { zh: string; en: string }
  /** Steps that are not done will not be. */
  is_over: boolean
  /** Why it ended without a licence, "" else. */
  reason: string
  steps: { id: string; zh: string; en: string; at: string | null }[]
  licence: { number: string; issued_on: string; valid_until: string; download_url: string | null } | null
  refusal: string | null
  parcel: string | null
  wish: Wish | null
  /** How the newest wish stands with licensing; `null`: nobody is told. */
  wish_sent: { version: number; state: 'waiting' | 'received' | 'failed' } | null
  can_wish: boolean
  rating: { level: number; zh: string; en: string } | null
  can_rate: boolean
  praise: Tag[]
  blame: Tag[]
}

export type Way = 'download' | 'collect' | 'mail'

export interface Wish {
  way: Way
  recipient: string
  phone: string
  address: string
}

export interface Tag {
  id: string
  zh: string
  en: string
}

export const readStatus = () => ask<Status>('GET', '/api/v1/visit/status')
export const sendWish = (wish: Wish) => ask<Status>('POST', '/api/v1/visit/licence-wish', wish)
export const sendRating = (level: number, tags: string[], words: string) =>
  ask('POST', '/api/v1/visit/rating', { level, tags, words })

/** Tags to choose from: praise from level 3 on, blame up to it; 3 gets both. */
export function tagsOf(status: Pick<Status, 'praise' | 'blame'>, level: number): Tag[] {
  return [...(level >= 3 ? status.praise : []), ...(level <= 3 ? status.blame : [])]
}

/** Whether a wish says all it must. */
export function isWhole(wish: Wish): boolean {
  return wish.way !== 'mail' || [wish.recipient, wish.phone, wish.address].every((one) => one.trim())
}

/** A moment as `11月24日 10:31`, in Shanghai. */
export function momentOf(at: string): string {
  const shown = new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  })
  return shown.format(new Date(at))
}
