import { ask } from '../server'

/** How something stands that ends on a day; `null` where it is not asked. */
export type Standing = 'valid' | 'ends_soon' | 'ended' | 'missing'
export interface Result {
  id: string
  exam: string
  taken_on: string
  score: number
  is_passed: boolean
  note: string
}
export interface Qualified {
  id: string
  name: string
  unit: string
  certificate: Standing
  certificate_until: string | null
  exam: Standing | null
  exam_until: string | null
  results: Result[]
}
export interface Qualifications {
  asks: string
  days: number
  inspectors: Qualified[]
}
export interface Taken {
  inspector: string
  exam: string
  taken_on: string
  score: number
  is_passed: boolean
}

/** An exam somebody took in a sample room. */
export interface Exam {
  id: string
  name: string
  is_staff: boolean
  title: { zh: string; en: string }
  level: { zh: string; en: string }
  points: number
  found: number
  of: number
  mistakes: number
  is_passed: boolean
  at: string
  certificate: string | null
}

export const exams = {
  read: (mode: string, before?: string) =>
    ask<{ results: Exam[]; after?: string }>(
      'GET',
      `/exam-attempts?mode=${mode}${before ? `&before=${encodeURIComponent(before)}` : ''}`,
    ),
  table: (mode: string) => `/api/v1/exam-attempts.csv?mode=${mode}`,
}
export const qualifications = {
  read: () => ask<Qualifications>('GET', '/qualifications'),
  note: (taken: Taken) => ask<Result>('POST', '/exam-results', taken),
  setCertificate: (id: string, until: string | null) =>
    ask('PUT', `/qualifications/${encodeURIComponent(id)}`, { until }),
}

/** Whom somebody has to see to: what has ended or ends soon, and an exam that is asked and missing. */
export const needsCare = (one: Qualified): boolean =>
  one.certificate === 'ended' ||
  one.certificate === 'ends_soon' ||
  (one.exam !== null && one.exam !== 'valid')
