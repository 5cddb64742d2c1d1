import { expect, it } from 'vitest'
import { resend } from './dial'

type Track = { kind: string; contentHint?: string }
const streamOf = (...tracks: Track[]) => ({ getTracks: () => tracks }) as unknown as MediaStream

function connection(...kinds: string[]) {
  const senders = kinds.map((kind) => ({
    track: { kind } as Track,
    async replaceTrack(track: Track) {
      this.track = track
    },
  }))
  return { senders, getSenders: () => senders as unknown as RTCRtpSender[] }
}

it('another camera goes over the same connection, readable before smooth', async () => {
  const pc = connection('audio', 'video')
  const rear = { kind: 'video', contentHint: '' }
  expect(await resend(pc, streamOf(rear))).toBe(true)
  expect(pc.senders[1]!.track).toBe(rear)
  expect(rear.contentHint).toBe('detail')
})
it('a microphone the connection never had asks for a new connection', async () => {
  expect(await resend(connection('video'), streamOf({ kind: 'audio' }))).toBe(false)
})
it('a connection that was closed meanwhile asks for a new one', async () => {
  const pc = connection('video')
  pc.senders[0]!.replaceTrack = () => Promise.reject(new Error('InvalidStateError'))
  expect(await resend(pc, streamOf({ kind: 'video' }))).toBe(false)
})
