import { ask } from '../server'
import type { Delivery } from '../types'

/** A case that does not add up on a day, and why. */
export interface Difference {
  case: string
  number: string
  shop_name: string
  zh: string
  en: string
  why: string
}

/** One receiver's day. */
export interface Line {
  target: string
  is_configured: boolean
  is_balanced: boolean
  determined: number
  delivered: number
  waiting: number
  dead: number
  called_back: number
  oldest_waiting: string | null
  differences: Difference[]
}

export interface Letter extends Delivery {
  case: string
  number: string
  shop_name: string
}

/** A bad rating; `answer` is `null` until somebody has seen to it. */
export interface Task {
  id: string
  case: string
  number: string
  shop_name: string
  rating: {
    level: number
    zh: string
    en: string
    tags: { zh: string; en: string }[]
    words: string
    at: string
  }
  due_at: string
  owner: string | null
  answer: string | null
  answered_by: string | null
}

/** The server refuses shorter ones. */
export const LEAST_ANSWER = 5

const asked = (day: string): string => (day ? `?day=${encodeURIComponent(day)}` : '')
export const readDay = (day: string) =>
  ask<{ day: string; targets: Line[] }>('GET', `/deliveries/reconciliation${asked(day)}`)
export const csvOf = (day: string): string => `/api/v1/deliveries/reconciliation.csv${asked(day)}`
/** A page of dead deliveries; `after` is `next` of the page before, `null` for the first. */
export const readDead = (after: string | null = null) =>
  ask<{ deliveries: Letter[]; next: string | null }>(
    'GET',
    `/deliveries?${new URLSearchParams({ state: 'dead', ...(after && { after }) })}`,
  )
export const readTasks = async (isAnswered: boolean) =>
  (await ask<{ tasks: Task[] }>('GET', `/rating-tasks${isAnswered ? '?answered=1' : ''}`)).tasks
export const takeTask = (id: string) => ask<Task>('PUT', `/rating-tasks/${id}/owner`)
export const answerTask = (id: string, answer: string) =>
  ask<Task>('POST', `/rating-tasks/${id}/answer`, { answer })

/** Whether a task's day is over. */
export const isLate = (task: Pick<Task, 'due_at' | 'answer'>, now: number): boolean =>
  task.answer === null && Date.parse(task.due_at) < now
