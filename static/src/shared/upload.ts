import { ApiProblem } from './api'

const STALLED_MS = 20_000 // no deadline for the whole: a large photo takes minutes on a poor line

/**
 * Sends bytes and tells how far they are, 0 to 1. Gives up only when nothing moves any more.
 * Throws `ApiProblem`; status 0 means that the network did not carry it.
 */
export function upload(
  path: string,
  body: Blob,
  moved: (share: number) => void,
  method: 'PUT' | 'POST' = 'PUT',
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    let timer = setTimeout(() => request.abort(), STALLED_MS)
    const moves = () => {
      clearTimeout(timer)
      timer = setTimeout(() => request.abort(), STALLED_MS)
    }
    request.open(method, path)
    request.setRequestHeader('Content-Type', body.type)
    request.upload.onprogress = ({ loaded, total }) => {
      moves()
      moved(total ? loaded / total : 0)
    }
    request.onloadend = () => {
      clearTimeout(timer)
      if (request.status >= 200 && request.status < 300) resolve()
      else if (request.status === 0) reject(ApiProblem.from(null))
      else reject(ApiProblem.of(request.status, contentOf(request.responseText)))
    }
    request.send(body)
  })
}

function contentOf(text: string): Record<string, string> {
  try {
    return JSON.parse(text) as Record<string, string>
  } catch {
    return {}
  }
}
