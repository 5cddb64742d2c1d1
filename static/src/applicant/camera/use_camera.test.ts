import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useCamera } from './use_camera'

class Track extends EventTarget {
  muted = false
  enabled = true
  readyState: 'live' | 'ended' = 'live'
  constructor(readonly kind: 'audio' | 'video') {
    super()
  }
  stop(): void {
    this.readyState = 'ended'
  }
}
class Stream {
  constructor(readonly tracks: Track[]) {}
  getTracks = () => this.tracks
  getVideoTracks = () => this.tracks.filter(({ kind }) => kind === 'video')
  getAudioTracks = () => this.tracks.filter(({ kind }) => kind === 'audio')
}

describe('the camera of the page', () => {
  let asked: MediaStreamConstraints[]
  let refusal: string | null
  const page = { visibilityState: 'visible' }
  const picture = (camera: ReturnType<typeof useCamera>) =>
    camera.stream.value!.getVideoTracks()[0] as unknown as Track

  beforeEach(() => {
    vi.useFakeTimers()
    asked = []
    refusal = null
    page.visibilityState = 'visible'
    vi.stubGlobal('document', page)
    vi.stubGlobal('MediaStream', Stream)
    vi.stubGlobal('navigator', {
      mediaDevices: {
        getUserMedia: async (wanted: MediaStreamConstraints) => {
          asked.push(wanted)
          if (refusal) throw Object.assign(new Error(refusal), { name: refusal })
          return new Stream([new Track('video'), ...(wanted.audio ? [new Track('audio')] : [])])
        },
      },
    })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('comes back by itself after a phone call, and keeps the microphone that still runs', async () => {
    const camera = useCamera()
    await camera.start()
    const [sound] = camera.stream.value!.getAudioTracks()
    refusal = 'NotReadableError'
    picture(camera).dispatchEvent(new Event('ended'))
    expect(camera.state.value).toEqual({ is: 'lost', cause: 'ended' })
    await vi.advanceTimersByTimeAsync(6000)
    expect(camera.state.value).toEqual({ is: 'lost', cause: 'taken_by_phone' })
    refusal = null
    await vi.advanceTimersByTimeAsync(6000)
    expect(camera.state.value).toEqual({ is: 'live' })
    expect(camera.stream.value!.getAudioTracks()).toEqual([sound])
    expect(asked.slice(1).some(({ audio }) => audio)).toBe(false)
  })
  it('does not ask again and again somebody who said no', async () => {
    const camera = useCamera()
    await camera.start()
    refusal = 'NotAllowedError'
    picture(camera).dispatchEvent(new Event('ended'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(camera.state.value).toEqual({ is: 'lost', cause: 'denied' })
    expect(asked).toHaveLength(2)
  })
  it('waits behind another app and is looked after when the page is seen again', async () => {
    const camera = useCamera()
    await camera.start()
    page.visibilityState = 'hidden'
    picture(camera).stop()
    picture(camera).dispatchEvent(new Event('ended'))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(1)
    page.visibilityState = 'visible'
    await camera.seen()
    await vi.advanceTimersByTimeAsync(6000)
    expect(camera.state.value).toEqual({ is: 'live' })
  })
  it('keeps the camera it has when there is no second one', async () => {
    const camera = useCamera()
    await camera.start()
    vi.spyOn(navigator.mediaDevices, 'getUserMedia').mockRejectedValueOnce(
      Object.assign(new Error('no'), { name: 'OverconstrainedError' }),
    )
    await camera.flip()
    expect(camera.facing.value).toBe('environment')
    expect(camera.state.value).toEqual({ is: 'live' })
  })
  it('stays mute with another camera', async () => {
    const camera = useCamera()
    await camera.start()
    camera.mute(true)
    await camera.flip()
    expect(camera.facing.value).toBe('user')
    expect(camera.stream.value!.getAudioTracks().map(({ enabled }) => enabled)).toEqual([false])
  })
  it('goes out when it is not needed any more', async () => {
    const camera = useCamera()
    await camera.start()
    const tracks = camera.stream.value!.getTracks()
    camera.stop()
    expect(tracks.map(({ readyState }) => readyState)).toEqual(['ended', 'ended'])
    expect(camera.state.value).toEqual({ is: 'off' })
  })
})
