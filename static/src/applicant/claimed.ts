import { sha256 } from '../shared/hash'

/** Which link this phone has taken: a second link on the same phone must not show the first case. */
const KEY = 'yunkan-link'

const printOf = (token: string) => sha256(new TextEncoder().encode(token).buffer as ArrayBuffer)

/** Remembers the link by its hash. Where the browser keeps nothing, the next visit asks anew. */
export async function remember(token: string, store?: Pick<Storage, 'setItem'>): Promise<void> {
  try {
    ;(store ?? localStorage).setItem(KEY, await printOf(token))
  } catch {
    // private windows refuse; `claim` answers the same phone the same way
  }
}

/** Whether this browser took exactly this link. */
export async function isMine(token: string, store?: Pick<Storage, 'getItem'>): Promise<boolean> {
  try {
    return (store ?? localStorage).getItem(KEY) === (await printOf(token))
  } catch {
    return false
  }
}
