/** What the service tells everybody who has a record's paper, and what a dropped file comes to. Pure. */
export interface Text {
  zh: string
  en: string
}
export type Standing = 'in_force' | 'unsigned' | 'withdrawn' | 'superseded'
export interface PublicRecord {
  standing: Standing
  shop_name: string
  case_number: string
  made_at: string
  completed_at: string | null
  conclusions: { area_zh: string; area_en: string; code: string; zh: string; en: string }[]
  record_sha256: string
  pdf_sha256: string | null
  checkpoint: { size: number; root: string; authority_sha256: string } | null
}

/** How a file compares with the signed PDF. */
export type Comparison =
  | { is: 'none' }
  | { is: 'reading'; name: string }
  | { is: 'same'; name: string; sha256: string }
  | { is: 'different'; name: string; sha256: string }
  | { is: 'unknown'; name: string; sha256: string }
  | { is: 'unreadable'; name: string }

export const compared = (name: string, sha256: string, record: PublicRecord): Comparison => ({
  is: sha256 === record.pdf_sha256 ? 'same' : 'different',
  name,
  sha256,
})

/** A hash in groups of eight, as people compare it. */
export const grouped = (hex: string): string => hex.match(/.{1,8}/g)?.join(' ') ?? ''

/** Beijing time to the second, whatever the reader's device is set to: as on the paper. */
export function shown(iso: string): string {
  const parts = new Intl.DateTimeFormat('zh-CN', {
    timeZone: 'Asia/Shanghai',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(new Date(iso))
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? ''
  return `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}:${of('second')}`
}
