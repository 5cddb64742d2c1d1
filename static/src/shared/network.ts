type Connection = EventTarget & { type?: string }

/**
 * Calls `act` when this machine has a network again, or another one: from Wi-Fi to 4G and back.
 * What was connected before has lost its address, long before anything of it says so. Returns how to stop.
 */
export function onNetworkChange(act: () => void): () => void {
  // Chrome on Android says which kind; its `change` also tells of each new guess of the speed
  const { connection } = navigator as Navigator & { connection?: Connection }
  let kind = connection?.type
  const changed = () => {
    if (connection?.type === kind) return
    kind = connection?.type
    if (kind !== 'none') act()
  }
  globalThis.addEventListener?.('online', act)
  connection?.addEventListener('change', changed)
  return () => {
    globalThis.removeEventListener?.('online', act)
    connection?.removeEventListener('change', changed)
  }
}
