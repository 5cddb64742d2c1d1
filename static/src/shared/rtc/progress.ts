/** Notices a connection over which nothing comes any more, long before the browser does (ICE: 5-30 s). */
const LOOK_MS = 500
const QUIET_LOOKS = 6 // the server reports every second; two reports lost in a row still pass

/** All that has come in so far, reports and answers to our checks included; `null`: not known. */
async function received(pc: Pick<RTCPeerConnection, 'getStats'>): Promise<number | null> {
  let sum: number | null = null
  try {
    for (const report of (await pc.getStats()).values()) {
      if (report.type !== 'candidate-pair') continue
      sum = (sum ?? 0) + (report.bytesReceived ?? 0) + (report.responsesReceived ?? 0)
    }
  } catch {
    return null // closed meanwhile
  }
  return sum
}

/** Calls `lost` once after three quiet seconds; returns how to stop looking. */
export function watchProgress(pc: Pick<RTCPeerConnection, 'getStats'>, lost: () => void): () => void {
  let last = -1
  let quiet = 0
  const timer = setInterval(() => void look(), LOOK_MS)
  const stop = () => clearInterval(timer)
  async function look(): Promise<void> {
    const now = await received(pc)
    if (now === null) return
    quiet = now === last ? quiet + 1 : 0
    last = now
    if (quiet < QUIET_LOOKS) return
    stop()
    lost()
  }
  return stop
}
