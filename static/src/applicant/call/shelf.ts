/** Photos that wait for the service, in the browser's own database: a reload loses none. */
export interface WaitingPhoto {
  id: string
  case_number: string
  item: string
  sha256: string
  width: number
  height: number
  taken_at: string
  blob: Blob
}
/** Where photos wait. */
export interface Shelf {
  add(photo: WaitingPhoto): Promise<unknown>
  /** Those of one case: a phone may belong to somebody with two shops. */
  of(caseNumber: string): Promise<WaitingPhoto[]>
  remove(id: string): Promise<unknown>
}

const STORE = 'photos'

function database(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('yunkan', 2)
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' })
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const open = await database()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = open.transaction(STORE, mode)
      const request = act(transaction.objectStore(STORE))
      transaction.oncomplete = () => resolve(request.result) // only then it survives a reload
      transaction.onabort = () => reject(transaction.error)
    })
  } finally {
    open.close()
  }
}

export const shelf: Shelf = {
  add: (photo) => run('readwrite', (store) => store.put(photo)),
  of: async (caseNumber) =>
    (await run<WaitingPhoto[]>('readonly', (store) => store.getAll())).filter(
      (one) => one.case_number === caseNumber,
    ),
  remove: (id) => run('readwrite', (store) => store.delete(id)),
}
