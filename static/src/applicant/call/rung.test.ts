import { describe, expect, it } from 'vitest'
import { encodingOf, obey } from './rung'

const WIDE = { width: 1920, height: 1080 }

describe('how much picture the phone sends', () => {
  it('is all of it on the best rung', () => {
    expect(encodingOf('hd', WIDE)).toEqual({
      maxBitrate: 2_500_000,
      maxFramerate: 30,
      scaleResolutionDownBy: 1,
    })
  })
  it('is 360 lines and five pictures a second on the slow one, held upright or not', () => {
    expect(encodingOf('slow', WIDE).scaleResolutionDownBy).toBe(3)
    expect(encodingOf('slow', { width: 1080, height: 1920 })).toEqual({
      maxBitrate: 200_000,
      maxFramerate: 5,
      scaleResolutionDownBy: 3,
    })
  })
  it('never grows a small camera', () => {
    expect(encodingOf('sd', { width: 320, height: 240 }).scaleResolutionDownBy).toBe(1)
    expect(encodingOf('sd', { width: 0, height: 0 }).scaleResolutionDownBy).toBe(1)
  })
  it('stays on the lowest moving rung where stills are asked for', () => {
    expect(encodingOf('stills', WIDE)).toEqual(encodingOf('slow', WIDE))
  })
  it('leaves the sound and what a browser refuses alone', async () => {
    const set: unknown[] = []
    const sender = (kind: string, accepts = true) => ({
      track: { kind, getSettings: () => WIDE },
      getParameters: () => ({ encodings: [{ active: true }] }),
      setParameters: (parameters: unknown) => {
        set.push(parameters)
        return accepts ? Promise.resolve() : Promise.reject(new Error('InvalidStateError'))
      },
    })
    const senders = [sender('audio'), sender('video'), sender('video', false)]
    await obey({ getSenders: () => senders as unknown as RTCRtpSender[] }, 'sd')
    expect(set).toHaveLength(2)
    expect(set[0]).toMatchObject({ encodings: [{ active: true, maxFramerate: 15 }] })
  })
})
