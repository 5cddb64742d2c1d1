/** One WHIP or WHEP exchange: an offer goes out, an answer comes back, ending is a DELETE. */

export class MediaRefused extends Error {
  constructor(readonly status: number) {
    super(`media ${status}`)
  }
}

/** A running peer connection and how to end it on the server too. */
export interface Dialled {
  pc: RTCPeerConnection
  stream: MediaStream
  hangUp: () => void
}

const GATHERING_MS = 1200 // chosen: host candidates come at once, a dead TURN server must not delay

async function exchange(pc: RTCPeerConnection, url: string, token: string): Promise<string | null> {
  await pc.setLocalDescription(await pc.createOffer())
  await gathered(pc)
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${token}` },
    body: pc.localDescription?.sdp ?? '',
    signal: AbortSignal.timeout(10_000),
  })
  if (!answer.ok) throw new MediaRefused(answer.status)
  await pc.setRemoteDescription({ type: 'answer', sdp: await answer.text() })
  return answer.headers.get('Location')
}

function gathered(pc: RTCPeerConnection): Promise<void> {
  if (pc.iceGatheringState === 'complete') return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, GATHERING_MS)
    pc.addEventListener('icegatheringstatechange', () => {
      if (pc.iceGatheringState !== 'complete') return
      clearTimeout(timer)
      resolve()
    })
  })
}

function ending(pc: RTCPeerConnection, location: string | null, token: string): () => void {
  return () => {
    pc.close()
    if (!location) return
    const headers = { Authorization: `Bearer ${token}` }
    // keepalive: the page may be closing
    void fetch(location, { method: 'DELETE', headers, keepalive: true }).catch(() => undefined)
  }
}

/** Receives a publisher's picture and sound. */
export async function play(url: string, token: string, iceServers: RTCIceServer[]): Promise<Dialled> {
  const pc = new RTCPeerConnection({ iceServers })
  const stream = new MediaStream()
  pc.addEventListener('track', ({ track }) => stream.addTrack(track))
  pc.addTransceiver('video', { direction: 'recvonly' })
  pc.addTransceiver('audio', { direction: 'recvonly' })
  try {
    const location = await exchange(pc, url, token)
    return { pc, stream, hangUp: ending(pc, location, token) }
  } catch (error) {
    pc.close()
    throw error
  }
}

/** Sends the inspector's own microphone and camera. A small picture is enough: it is a face in a corner. */
export async function publish(
  url: string,
  token: string,
  iceServers: RTCIceServer[],
  stream: MediaStream,
): Promise<Dialled> {
  const pc = new RTCPeerConnection({ iceServers })
  for (const track of stream.getTracks()) {
    pc.addTransceiver(track, { direction: 'sendonly', streams: [stream] })
  }
  try {
    const location = await exchange(pc, url, token)
    await boundRate(pc)
    return { pc, stream, hangUp: ending(pc, location, token) }
  } catch (error) {
    pc.close()
    throw error
  }
}

async function boundRate(pc: RTCPeerConnection): Promise<void> {
  const sender = pc.getSenders().find((one) => one.track?.kind === 'video')
  if (!sender) return
  const parameters = sender.getParameters()
  for (const encoding of parameters.encodings) encoding.maxBitrate = 300_000
  await sender.setParameters(parameters).catch(() => undefined) // Firefox refuses before the first packet
}
