import type { Recording } from './replay/timeline'
import type {
  Call,
  CaseFile,
  CaseRow,
  Delivery,
  Evidence,
  Finding,
  InspectionRecord,
  Invitation,
  User,
  VerdictValue,
} from './types'

/** A refusal of the server, or its absence, with a sentence for people in both languages. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly zh: string,
    readonly en: string,
    readonly facts: Record<string, unknown> = {},
  ) {
    super(`${zh} ${en}`)
  }

  static from(error: unknown): Refused {
    if (error instanceof Refused) return error
    return new Refused(
      0,
      'network',
      '连不上服务器，正在等待恢复。',
      'The server cannot be reached right now.',
    )
  }
}

const DEADLINE_MS = 30_000

async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method, credentials: 'same-origin', signal: AbortSignal.timeout(DEADLINE_MS) }
  if (body !== undefined) {
    init.body = JSON.stringify(body)
    init.headers = { 'Content-Type': 'application/json' }
  }
  let answer: Response
  try {
    answer = await fetch(`/api/v1${path}`, init)
  } catch (error) {
    throw Refused.from(error)
  }
  const content: unknown = await answer.json().catch(() => ({}))
  if (!answer.ok) throw refusal(answer.status, content as Record<string, unknown>)
  return content as T
}

function refusal(status: number, problem: Record<string, unknown>): Refused {
  return new Refused(
    status,
    String(problem.code ?? 'unknown'),
    String(problem.detail_zh ?? `服务器没有完成这一步（${status}）。请再试一次。`),
    String(problem.detail_en ?? `The server did not complete this (${status}). Please try again.`),
    (problem.facts as Record<string, unknown> | undefined) ?? {},
  )
}

const one = (id: string) => `/cases/${encodeURIComponent(id)}`

/** Everything the desk says to the server, one function per use case. */
export const server = {
  signIn: (username: string, password: string) =>
    ask<{ user: User }>('POST', '/sign-in', { username, password }),
  me: () => ask<{ user: User }>('GET', '/me'),
  signOut: () => ask<unknown>('POST', '/sign-out', {}),
  cases: () => ask<{ cases: CaseRow[] }>('GET', '/cases'),
  case: (id: string) => ask<CaseFile>('GET', one(id)),
  invite: (id: string) => ask<Invitation>('POST', `${one(id)}/invitations`, {}),
  openCall: (id: string) => ask<Call>('POST', `${one(id)}/call`, {}),
  endCall: (id: string) => ask<unknown>('POST', `${one(id)}/call/end`, {}),
  judge: (id: string, item: string, verdict: VerdictValue | null, note: string) =>
    ask<Finding>('PUT', `${one(id)}/findings/${encodeURIComponent(item)}`, { verdict, note }),
  capture: (id: string, item: string, at_ms?: number) =>
    ask<Evidence>(
      'POST',
      `${one(id)}/captures`,
      at_ms === undefined ? { item } : { item, at: new Date(at_ms).toISOString() },
    ),
  recordings: (id: string) =>
    ask<{ now_ms: number; recordings: Recording[] }>('GET', `${one(id)}/recordings`),
  makeRecord: (id: string) => ask<InspectionRecord>('POST', `${one(id)}/record`, {}),
  reopenRecord: (id: string) => ask<unknown>('DELETE', `${one(id)}/record`),
  sign: (id: string, png_base64: string, record_sha256: string) =>
    ask<InspectionRecord>('POST', `${one(id)}/signatures`, { png_base64, record_sha256 }),
  replay: (delivery: string) =>
    ask<Delivery>('POST', `/deliveries/${encodeURIComponent(delivery)}/replay`, {}),
}

export const pictureUrl = (id: string, size: 'original' | 'thumbnail' | 'watermarked') =>
  `/api/v1/evidence/${encodeURIComponent(id)}/${size}`
export const recordUrl = (id: string, sha256: string, signatures: number) =>
  `/api/v1${one(id)}/record.pdf#v=${sha256.slice(0, 8)}-${signatures}&toolbar=0&navpanes=0&view=FitH`
