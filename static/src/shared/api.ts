/** The service's answers as values; a refusal carries its sentence in both languages. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly zh: string,
    readonly en: string,
  ) {
    super(`${zh} ${en}`)
  }

  /** The refusal in an answer's body. */
  static of(status: number, content: Record<string, string>): ApiProblem {
    return new ApiProblem(
      status,
      content.code ?? 'unknown',
      content.detail_zh ?? '服务器没有完成这一步，请再试一次。',
      content.detail_en ?? 'The server did not complete this. Try again.',
    )
  }

  static from(error: unknown): ApiProblem {
    if (error instanceof ApiProblem) return error
    return new ApiProblem(
      0,
      'network',
      '网络不通，正在等待恢复。',
      'No network. Waiting for it to come back.',
    )
  }
}

const DEADLINE_MS = 30_000

/** Asks the service. `body` is sent as JSON. Throws `ApiProblem`. */
export async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = { method, credentials: 'same-origin', signal: AbortSignal.timeout(DEADLINE_MS) }
  if (body !== undefined) {
    init.body = JSON.stringify(body)
    init.headers = { 'Content-Type': 'application/json' }
  }
  let answer: Response
  try {
    answer = await fetch(path, init)
  } catch (error) {
    throw ApiProblem.from(error)
  }
  const content = (await answer.json().catch(() => ({}))) as Record<string, string>
  if (!answer.ok) throw ApiProblem.of(answer.status, content)
  return content as T
}
