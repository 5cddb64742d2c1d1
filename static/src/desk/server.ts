import type { Recording } from './replay/timeline'
import type {
  Call,
  CaseFile,
  CaseRow,
  ConclusionValue,
  Delivery,
  Evidence,
  Finding,
  InspectionRecord,
  Invitation,
  OtherCase,
  ItemReadings,
  OneTimeNotice,
  ToldNotice,
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

/** Who is signed in, and whether a password of their own comes first. */
export interface SignedIn {
  user: User
  must_change_password: boolean
}

const DEADLINE_MS = 30_000

/** Asks the service; `given_up` takes the question back. Throws `Refused`. */
export async function ask<T>(
  method: string,
  path: string,
  body?: unknown,
  given_up?: AbortSignal,
): Promise<T> {
  return (await exchange<T>(method, path, body, {}, given_up)).content
}

/** As the server answers: the content, and the edition it is of (`ETag`, "" where it has none). */
export async function exchange<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  given_up?: AbortSignal,
): Promise<{ content: T; etag: string }> {
  const deadline = AbortSignal.timeout(DEADLINE_MS)
  const signal = given_up ? AbortSignal.any([deadline, given_up]) : deadline
  const init: RequestInit = { method, headers, credentials: 'same-origin', signal }
  if (body instanceof Blob)
    init.body = body // a file says its own type
  else if (body !== undefined) {
    init.body = JSON.stringify(body)
    init.headers = { 'Content-Type': 'application/json', ...headers }
  }
  let answer: Response
  try {
    answer = await fetch(`/api/v1${path}`, init)
  } catch (error) {
    throw Refused.from(error)
  }
  const content: unknown = await answer.json().catch(() => ({}))
  if (!answer.ok) throw refusal(answer.status, content as Record<string, unknown>)
  return { content: content as T, etag: answer.headers.get('ETag') ?? '' }
}

/** What an answer that is no good one says. */
export async function refusalOf(answer: Response): Promise<Refused> {
  const content: unknown = await answer.json().catch(() => ({}))
  return refusal(answer.status, content as Record<string, unknown>)
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

const deviation = (id: string, area: string) => `${one(id)}/conclusions/${area}/deviation`
const one = (id: string) => `/cases/${encodeURIComponent(id)}`

/** Everything the desk says to the server, one function per use case. */
export const server = {
  signIn: (username: string, password: string) => ask<SignedIn>('POST', '/sign-in', { username, password }),
  me: () => ask<SignedIn>('GET', '/me'),
  setPassword: (old: string, wanted: string) => ask<unknown>('POST', '/me/password', { old, new: wanted }),
  signOut: () => ask<unknown>('POST', '/sign-out', {}),
  cases: (unit = '') =>
    ask<{ cases: CaseRow[] }>('GET', unit ? `/cases?unit=${encodeURIComponent(unit)}` : '/cases'),
  case: (id: string) => ask<CaseFile>('GET', one(id)),
  invite: (id: string, tell: boolean) => ask<Invitation>('POST', `${one(id)}/invitations`, { tell }),
  notices: (id: string) => ask<{ notices: ToldNotice[] }>('GET', `${one(id)}/notices`),
  noticeAgain: (id: string, notice: string) =>
    ask<ToldNotice>('POST', `${one(id)}/notices/${encodeURIComponent(notice)}/again`, {}),
  openCall: (id: string) => ask<Call>('POST', `${one(id)}/call`, {}),
  challenge: (id: string) => ask<unknown>('POST', `${one(id)}/challenges`, {}),
  endCall: (id: string) => ask<unknown>('POST', `${one(id)}/call/end`, {}),
  judge: (id: string, item: string, verdict: VerdictValue | null, note: string) =>
    ask<Finding>('PUT', `${one(id)}/findings/${encodeURIComponent(item)}`, { verdict, note }),
  finding: (id: string, item: string) =>
    ask<Finding>('GET', `${one(id)}/findings/${encodeURIComponent(item)}`),
  reconcile: (id: string, item: string, verdict: VerdictValue, note: string, reason: string) =>
    ask<Finding>('PUT', `${one(id)}/findings/${encodeURIComponent(item)}/reconciliation`, {
      verdict,
      note,
      reason,
    }),
  capture: (id: string, item: string, at_ms?: number) =>
    ask<Evidence>(
      'POST',
      `${one(id)}/captures`,
      at_ms === undefined ? { item } : { item, at: new Date(at_ms).toISOString() },
    ),
  clip: (id: string, item: string, seconds: number, since_ms?: number) =>
    ask<Evidence>('POST', `${one(id)}/clips`, {
      item,
      seconds,
      ...(since_ms === undefined ? {} : { since: new Date(since_ms).toISOString() }),
    }),
  typeReading: (id: string, item: string, quantity: number, value: string | null, evidence: string) =>
    ask<ItemReadings>('PUT', `${one(id)}/readings/${encodeURIComponent(item)}`, {
      quantity,
      value,
      evidence,
    }),
  upload: (id: string, item: string, file: File) =>
    ask<Evidence>('POST', `${one(id)}/documents?item=${encodeURIComponent(item)}`, file),
  recordings: (id: string) =>
    ask<{ now_ms: number; recordings: Recording[] }>('GET', `${one(id)}/recordings`),
  assign: (id: string, department: string, reviewer: string | null) =>
    ask<unknown>('PUT', `${one(id)}/reviewers/${encodeURIComponent(department)}`, { reviewer }),
  handOver: (id: string, unit: string) => ask<unknown>('PUT', `${one(id)}/unit`, { unit }),
  step: (id: string, act: string, why: string) => ask<unknown>('POST', `${one(id)}/steps`, { act, why }),
  hold: (id: string, kind: string, why: string) => ask<unknown>('PUT', `${one(id)}/pause`, { kind, why }),
  release: (id: string) => ask<unknown>('DELETE', `${one(id)}/pause`),
  lookAgain: (id: string, why: string) => ask<OtherCase>('POST', `${one(id)}/second-look`, { why }),
  appeal: (id: string, why: string, inspectors: string[]) =>
    ask<OtherCase>('POST', `${one(id)}/appeal`, { why, inspectors }),
  otherInspectors: (id: string) =>
    ask<{ inspectors: { id: string; name: string }[] }>('GET', `${one(id)}/appeal`),
  deviate: (id: string, area: string, conclusion: ConclusionValue, reason: string) =>
    ask<unknown>('PUT', deviation(id, area), { conclusion, reason }),
  confirmDeviation: (id: string, area: string, proposal: number) =>
    ask<unknown>('POST', `${deviation(id, area)}/confirmation`, { proposal }),
  withdrawDeviation: (id: string, area: string) => ask<unknown>('DELETE', deviation(id, area)),
  makeRecord: (id: string) => ask<InspectionRecord>('POST', `${one(id)}/record`, {}),
  reopenRecord: (id: string) => ask<unknown>('DELETE', `${one(id)}/record`),
  sign: (id: string, png_base64: string, record_sha256: string) =>
    ask<InspectionRecord>('POST', `${one(id)}/signatures`, { png_base64, record_sha256 }),
  notice: (id: string) => ask<OneTimeNotice | null>('GET', `${one(id)}/notice`),
  noteRefusal: (id: string, reason: string, record_sha256: string) =>
    ask<InspectionRecord>('PUT', `${one(id)}/record/refusal`, { reason, record_sha256 }),
  witnessRefusal: (id: string, record_sha256: string) =>
    ask<InspectionRecord>('POST', `${one(id)}/record/refusal/witness`, { record_sha256 }),
  withdrawRefusal: (id: string) => ask<InspectionRecord>('DELETE', `${one(id)}/record/refusal`),
  replay: (delivery: string) =>
    ask<Delivery>('POST', `/deliveries/${encodeURIComponent(delivery)}/replay`, {}),
}

/** A copy's address changes with its cover: browsers keep copies, and would show the old one. */
export const pictureUrl = (
  { id, covered_sha256 }: Pick<Evidence, 'id' | 'covered_sha256'>,
  form: 'original' | 'poster' | 'thumbnail' | 'watermarked' | 'covered' | 'credentialed',
) =>
  `/api/v1/evidence/${encodeURIComponent(id)}/${form}${covered_sha256 ? `?v=${covered_sha256.slice(0, 8)}` : ''}`
export const packUrl = (id: string) => `/api/v1${one(id)}/pack`
export const sheetsUrl = (id: string) => `/api/v1${one(id)}/checklist.xlsx`
export const recordDataUrl = (id: string) => `/api/v1${one(id)}/record.json`
export const noticeUrl = (id: string) => `/api/v1${one(id)}/notice.pdf`
export const recordUrl = (id: string, sha256: string, signatures: number) =>
  `/api/v1${one(id)}/record.pdf#v=${sha256.slice(0, 8)}-${signatures}&toolbar=0&navpanes=0&view=FitH`
