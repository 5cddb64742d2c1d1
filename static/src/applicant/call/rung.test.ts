import { describe, expect, it } from 'vitest'
import { encodingOf, isHeldBack, obey } from './rung'

const WIDE = { width: 1920, height: 1080 }
const CAP = 2_500_000

describe('how much picture the phone sends', () => {
  it('is all of it on the best rung', () => {
    expect(encodingOf('hd', CAP, WIDE)).toEqual({
      active: true,
      maxBitrate: 2_500_000,
      maxFramerate: 30,
      scaleResolutionDownBy: 1,
    })
  })
  it('is 360 lines and five pictures a second on the slow one, held upright or not', () => {
    expect(encodingOf('slow', CAP, WIDE).scaleResolutionDownBy).toBe(3)
    expect(encodingOf('slow', CAP, { width: 1080, height: 1920 })).toEqual({
      active: true,
      maxBitrate: 200_000,
      maxFramerate: 5,
      scaleResolutionDownBy: 3,
    })
  })
  it('never grows a small camera', () => {
    expect(encodingOf('sd', CAP, { width: 320, height: 240 }).scaleResolutionDownBy).toBe(1)
    expect(encodingOf('sd', CAP, { width: 0, height: 0 }).scaleResolutionDownBy).toBe(1)
  })
  it('is no moving picture at all where stills are asked for', () => {
    expect(encodingOf('stills', CAP, WIDE).active).toBe(false)
    expect(encodingOf('on_demand', CAP, WIDE).active).toBe(false)
  })
  it.each([
    ['hd', 500_000, 500_000],
    ['hd', 9_000_000, 2_500_000],
    ['sd', 500_000, 500_000],
    ['sd', 1_000_000, 600_000],
    ['slow', 500_000, 200_000],
  ] as const)('on %s under a cap of %i is at most %i bits a second', (rung, cap, bps) => {
    expect(encodingOf(rung, cap, WIDE).maxBitrate).toBe(bps)
  })
})

describe('a connection whose answer named a lower cap', () => {
  const answer = 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\nb=AS:500\r\nb=TIAS:500000\r\na=mid:0'
  it.each([
    ['hd', 2_500_000, true],
    ['sd', 2_500_000, true],
    ['slow', 2_500_000, false],
    ['hd', 500_000, false],
    ['hd', 300_000, false],
    ['stills', 2_500_000, false],
  ] as const)('on %s with %i wanted is held back: %s', (rung, cap, is) => {
    expect(isHeldBack(answer, rung, cap)).toBe(is)
  })
  it('is not where the answer names none', () => {
    expect(isHeldBack('m=video 9', 'hd', 2_500_000)).toBe(false)
  })
})

describe('setting the senders', () => {
  const set: unknown[] = []
  const sender = (kind: string, accepts = true) => ({
    track: { kind, getSettings: () => WIDE },
    getParameters: () => ({ encodings: [{ active: true }] }),
    setParameters: (parameters: unknown) => {
      set.push(parameters)
      return accepts ? Promise.resolve() : Promise.reject(new Error('InvalidStateError'))
    },
  })
  const pcOf = (...senders: unknown[]) => ({ getSenders: () => senders as RTCRtpSender[] })

  it('leaves the sound alone', async () => {
    expect(await obey(pcOf(sender('audio'), sender('video'), { track: null }), 'stills', CAP)).toBe(true)
    expect(set).toHaveLength(1)
    expect(set[0]).toMatchObject({ encodings: [{ active: false }] })
  })
  it('says when a browser refuses', async () => {
    expect(await obey(pcOf(sender('video', false)), 'sd', CAP)).toBe(false)
  })
})
