/** Photos that wait for the service, in the browser's own database: a reload loses none. */
export interface WaitingStill {
  id: string
  item: string
  sha256: string
  width: number
  height: number
  taken_at: string
  blob: Blob
}

const STORE = 'stills'

function database(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('yunkan', 1)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const open = await database()
  try {
    return await new Promise<T>((resolve, reject) => {
      const request = act(open.transaction(STORE, mode).objectStore(STORE))
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error)
    })
  } finally {
    open.close()
  }
}

export const stills = {
  add: (still: WaitingStill) => run('readwrite', (store) => store.put(still)),
  all: () => run<WaitingStill[]>('readonly', (store) => store.getAll()),
  get: (id: string) => run<WaitingStill | undefined>('readonly', (store) => store.get(id)),
  remove: (id: string) => run('readwrite', (store) => store.delete(id)),
}
