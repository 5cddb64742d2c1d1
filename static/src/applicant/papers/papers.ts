import { ask } from '../../shared/api'

/** Papers that follow the acceptance, as the phone sees them; `GET /api/v1/visit/gaps`. Pure but for the last lines. */
export interface Upload {
  id: string
  round: number
  mime: string
  kept_at: string
  concerns: { zh: string; en: string }[]
}
export type GapState = 'open' | 'in_review' | 'accepted' | 'sent_back' | 'lapsed'
export interface Gap {
  id: string
  title: { zh: string; en: string }
  asks: { zh: string; en: string }
  form: 'photo' | 'document'
  state: GapState
  state_text: { zh: string; en: string }
  due_at: string
  round: number
  why: string
  uploads: Upload[]
}
export interface Pledge {
  version: string
  sha256: string
  zh: string[]
  en: string[]
  gaps: { id: string; zh: string; en: string; due_at: string }[]
  signed: { way: string; signer: string; at: string } | null
}
export interface Papers {
  gaps: Gap[]
  pledge: Pledge | null
  is_closed: boolean
}

const MINE = new Set<GapState>(['open', 'sent_back'])
const TAKES = new Set<GapState>(['open', 'sent_back', 'in_review'])

/** How many papers wait for the applicant now. */
export const toBring = (papers: Papers): number => papers.gaps.filter(({ state }) => MINE.has(state)).length

/** Whether the applicant has something to do: sign first, then bring. */
export const isWaited = (papers: Papers | null): boolean =>
  !!papers?.pledge && (!papers.pledge.signed || toBring(papers) > 0)

/** Whether another file can be sent for it. */
export const takesFiles = (gap: Gap, now: number): boolean =>
  TAKES.has(gap.state) && (gap.state === 'in_review' || now <= Date.parse(gap.due_at))

/** The files that count now: those of this round, or of the one that was judged. */
export const current = (gap: Gap): Upload[] => gap.uploads.filter(({ round }) => round === gap.round)

/** `12月8日 17:00`, in Shanghai. */
export function dayOf(at: string): string {
  const parts = new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  })
  return parts.format(new Date(at))
}

/** Whole days that are left, counted in dates of Shanghai: 0 is today, negative is past. */
export function daysLeft(due: string, now: number): number {
  const day = (at: number) => Math.floor((at + 8 * 3_600_000) / 86_400_000)
  return day(Date.parse(due)) - day(now)
}

/** What a file's picker offers. JPEG alone makes iPhones hand over a JPEG instead of a HEIC. */
export const acceptOf = ({ form }: Pick<Gap, 'form'>): string =>
  form === 'photo' ? 'image/jpeg' : 'application/pdf,image/jpeg'

const path = (gap: string) => `/api/v1/visit/gaps/${encodeURIComponent(gap)}/uploads`
export const uploadPath = path
export const fileUrl = (gap: string, upload: string) => `${path(gap)}/${encodeURIComponent(upload)}`
export const readPapers = () => ask<Papers>('GET', '/api/v1/visit/gaps')
export const signPledge = (png_base64: string, sha256: string) =>
  ask<Papers>('POST', '/api/v1/visit/pledge', { png_base64, sha256 })
