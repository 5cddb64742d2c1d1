type Lock = { release: () => Promise<void> }
type Locks = { request: (kind: 'screen') => Promise<Lock> }

/** Keeps the screen lit while the page is in front, where the browser can; returns how to end it. */
export function stayAwake(
  page: Document = document,
  locks = (navigator as { wakeLock?: Locks }).wakeLock,
): () => void {
  let lock: Lock | null = null
  let isOver = false
  const take = async () => {
    if (page.visibilityState === 'hidden') return // the system takes the lock away then
    lock = (await locks?.request('screen').catch(() => null)) ?? null
    if (isOver) await lock?.release()
  }
  page.addEventListener('visibilitychange', take)
  void take()
  return () => {
    isOver = true
    page.removeEventListener('visibilitychange', take)
    void lock?.release()
  }
}
