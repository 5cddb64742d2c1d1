/** One WHIP or WHEP exchange (RFC 9725): an offer goes out, an answer comes back. */
export class MediaRefused extends Error {
  constructor(readonly status: number) {
    super(`media ${status}`)
  }
}

export interface Dialled {
  pc: RTCPeerConnection
  stream: MediaStream
  hangUp: () => void
}

const GATHERING_MS = 1200 // host candidates come at once; a dead TURN server must not delay
const ANSWER_MS = 6000 // TCP asks 1, 3 and 7 s after the first time: after a tunnel a new request is quicker

async function exchange(pc: RTCPeerConnection, url: string, token: string): Promise<() => void> {
  await pc.setLocalDescription(await pc.createOffer())
  await gathered(pc)
  const headers = { 'Content-Type': 'application/sdp', Authorization: `Bearer ${token}` }
  const answer = await fetch(url, {
    method: 'POST',
    headers,
    body: pc.localDescription?.sdp ?? '',
    signal: AbortSignal.timeout(ANSWER_MS),
  })
  if (!answer.ok) throw new MediaRefused(answer.status)
  await pc.setRemoteDescription({ type: 'answer', sdp: await answer.text() })
  const location = answer.headers.get('Location')
  return () => {
    pc.close()
    if (location) void fetch(location, { method: 'DELETE', headers, keepalive: true }).catch(() => undefined)
  }
}

function gathered(pc: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, GATHERING_MS)
    const look = () => {
      if (pc.iceGatheringState !== 'complete') return
      clearTimeout(timer)
      resolve()
    }
    pc.addEventListener('icegatheringstatechange', look)
    look()
  })
}

async function dial(
  pc: RTCPeerConnection,
  stream: MediaStream,
  url: string,
  token: string,
): Promise<Dialled> {
  try {
    return { pc, stream, hangUp: await exchange(pc, url, token) }
  } catch (error) {
    pc.close()
    throw error
  }
}

/** Receives a participant's picture and sound. */
export function play(url: string, token: string, iceServers: RTCIceServer[]): Promise<Dialled> {
  const pc = new RTCPeerConnection({ iceServers })
  const stream = new MediaStream()
  pc.addEventListener('track', ({ track }) => stream.addTrack(track))
  pc.addTransceiver('video', { direction: 'recvonly' })
  pc.addTransceiver('audio', { direction: 'recvonly' })
  return dial(pc, stream, url, token)
}

/** How a picture is sent. */
export interface Sending {
  maxBitrate_bps: number
  /** Labels must stay readable: resolution wins over smoothness. */
  keepsDetail: boolean
}
export const EVIDENCE: Sending = { maxBitrate_bps: 2_500_000, keepsDetail: true }
/** A face in a corner. */
export const FACE: Sending = { maxBitrate_bps: 300_000, keepsDetail: false }

/** Sends camera and microphone. */
export async function publish(
  url: string,
  token: string,
  iceServers: RTCIceServer[],
  stream: MediaStream,
  { maxBitrate_bps, keepsDetail }: Sending,
): Promise<Dialled> {
  const pc = new RTCPeerConnection({ iceServers })
  for (const track of stream.getTracks()) {
    if (track.kind === 'video' && keepsDetail) track.contentHint = 'detail'
    pc.addTransceiver(track, { direction: 'sendonly', streams: [stream] })
  }
  const dialled = await dial(pc, stream, url, token)
  for (const sender of pc.getSenders()) {
    if (sender.track?.kind !== 'video') continue
    const preference = keepsDetail ? { degradationPreference: 'maintain-resolution' } : {}
    const parameters = { ...sender.getParameters(), ...preference }
    for (const encoding of parameters.encodings) encoding.maxBitrate = maxBitrate_bps
    // Firefox refuses before the first packet
    await sender.setParameters(parameters as RTCRtpSendParameters).catch(() => undefined)
  }
  return dialled
}

/** Sends another stream over the same connection. `false`: it can not, dial anew. */
export async function resend(
  pc: Pick<RTCPeerConnection, 'getSenders'>,
  stream: MediaStream,
): Promise<boolean> {
  try {
    for (const track of stream.getTracks()) {
      const sender = pc.getSenders().find((one) => one.track?.kind === track.kind)
      if (!sender) return false
      if (track.kind === 'video') track.contentHint = 'detail'
      if (sender.track !== track) await sender.replaceTrack(track)
    }
    return true
  } catch {
    return false
  }
}
