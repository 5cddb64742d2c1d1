import { describe, expect, it } from 'vitest'
import type { Quality } from '../../shared/room/quality'
import { answerOf, coverOf, isVideoDue, networkOf, pictureBox, shareOf, type Sight } from './picture'

const applicant = { id: 'applicant', name: '李', role: 'applicant', is_online: true, is_publishing: false }
const sight = (more: Partial<Sight>): Sight => ({
  link: 'up',
  isFrozen: false,
  seen: 'live',
  socket: 'open',
  publishing: 'live',
  camera: 'live',
  participants: [applicant],
  isFinished: false,
  isMoving: true,
  ...more,
})

describe('why there is no picture', () => {
  it('needs no words while it is there', () => {
    expect(coverOf(sight({}))).toBeNull()
  })

  it('keeps a picture that still arrives while our socket is away', () => {
    expect(coverOf(sight({ socket: 'lost' }))).toBeNull()
  })

  it('believes the phone first', () => {
    expect(coverOf(sight({ camera: 'lost', publishing: 'silent' }))).toBe('lost')
    expect(coverOf(sight({ camera: 'hidden' }))).toBe('hidden')
  })

  it('tells silence, a lost phone and our own lost server apart', () => {
    expect(coverOf(sight({ publishing: 'silent' }))).toBe('silent')
    expect(coverOf(sight({ publishing: 'silent', participants: [] }))).toBe('gone')
    expect(coverOf(sight({ publishing: 'gone', link: 'absent', participants: [] }))).toBe('gone')
    expect(coverOf(sight({ link: 'lost', socket: 'lost' }))).toBe('server')
  })

  it('does not miss a phone that left after all had signed', () => {
    expect(coverOf(sight({ publishing: 'gone', link: 'absent', participants: [], isFinished: true }))).toBe(
      'finished',
    )
    expect(coverOf(sight({ isFinished: true }))).toBeNull()
  })

  it('does not pass a frozen picture off as a live one', () => {
    expect(coverOf(sight({ isFrozen: true, socket: 'lost' }))).toBe('server')
    expect(coverOf(sight({ isFrozen: true }))).toBe('silent')
  })

  it('tells a black and a standing picture from none at all', () => {
    expect(coverOf(sight({ seen: 'black' }))).toBe('black')
    expect(coverOf(sight({ seen: 'frozen' }))).toBe('frozen')
    expect(coverOf(sight({ seen: 'frozen', publishing: 'silent' }))).toBe('silent')
    expect(coverOf(sight({ seen: 'black', camera: 'hidden' }))).toBe('hidden')
  })

  it('misses no picture where none is due, and still misses the phone', () => {
    const still = { isMoving: false, isFrozen: true, seen: 'frozen' as const }
    expect(coverOf(sight(still))).toBeNull()
    expect(coverOf(sight({ ...still, publishing: 'silent' }))).toBe('silent')
    expect(coverOf(sight({ ...still, publishing: 'gone' }))).toBe('gone')
    expect(coverOf(sight({ ...still, camera: 'lost' }))).toBe('lost')
  })

  it('says what the applicant does before the first picture', () => {
    expect(coverOf(sight({ link: 'absent', publishing: undefined, participants: [] }))).toBe('waiting')
    expect(coverOf(sight({ link: 'absent', publishing: undefined }))).toBe('present')
    expect(coverOf(sight({ link: 'connecting' }))).toBe('joining')
  })
})

describe('pointing at the picture', () => {
  it('counts from the picture, not from the frame', () => {
    const box = pictureBox({ width: 1000, height: 800 }, { width: 720, height: 1280 })
    expect(box).toEqual({ left: 275, top: 0, width: 450, height: 800 })
    expect(shareOf(500, 400, box)).toEqual({ x: 0.5, y: 0.5 })
    expect(shareOf(100, 400, box)).toBeNull()
  })
})

describe('the network in one word', () => {
  it.each([
    [null, 'none'],
    [{ width_px: 960, height_px: 540, fps: 0 }, 'none'],
    [{ width_px: 960, height_px: 540, fps: 4 }, 'poor'],
    [{ width_px: 320, height_px: 180, fps: 15 }, 'fair'],
    [{ width_px: 540, height_px: 960, fps: 12 }, 'good'],
  ] as const)('%o is %s', (quality, word) => {
    expect(networkOf(quality)).toBe(word)
  })
})

describe('the way from the phone', () => {
  const clear = { width_px: 1280, height_px: 720, fps: 25 }
  it.each([
    [{ loss_percent: 0, rtt_ms: 60 }, 'good'],
    [{ loss_percent: 0, rtt_ms: null }, 'good'],
    [{ loss_percent: 4, rtt_ms: 60 }, 'fair'],
    [{ loss_percent: 0, rtt_ms: 500 }, 'fair'],
    [{ loss_percent: 12, rtt_ms: 60 }, 'poor'],
    [{ loss_percent: 0, rtt_ms: 1500 }, 'poor'],
  ])('%o counts as much as the picture does', (uplink, word) => {
    expect(networkOf(clear, uplink)).toBe(word)
  })
  it('says nothing about a picture that is not there', () => {
    expect(networkOf(null, { loss_percent: 0, rtt_ms: 60 })).toBe('none')
  })
})

describe('what was decided and what the phone does', () => {
  const told = (more: Partial<Quality>): Quality => ({
    rung: 'stills',
    reason: 'manual',
    is_pinned: true,
    cap_bps: 500_000,
    obeyed: { rung: 'stills', cap_bps: 500_000, is_in_force: true },
    ...more,
  })
  it('video is due until the phone says that it has stopped', () => {
    expect(isVideoDue(told({ obeyed: null }))).toBe(true)
    expect(isVideoDue(told({ obeyed: { rung: 'hd', cap_bps: 500_000, is_in_force: true } }))).toBe(true)
    expect(isVideoDue(told({}))).toBe(false)
    expect(isVideoDue(told({ rung: 'on_demand' }))).toBe(false)
    expect(isVideoDue(told({ rung: 'sd' }))).toBe(true)
  })
  it('is confirmed for this rung and this cap only', () => {
    expect(answerOf(told({}))).toBe('done')
    expect(answerOf(told({ cap_bps: 200_000 }))).toBe('waiting')
    expect(answerOf(told({ rung: 'sd' }))).toBe('waiting')
    expect(answerOf(told({ obeyed: null }))).toBe('waiting')
    expect(answerOf(told({ obeyed: { rung: 'stills', cap_bps: 500_000, is_in_force: false } }))).toBe(
      'failed',
    )
  })
  it('the network without video is judged by the way alone', () => {
    expect(networkOf(null, { loss_percent: 0, rtt_ms: 60 }, false)).toBe('good')
    expect(networkOf(null, { loss_percent: 12, rtt_ms: 60 }, false)).toBe('poor')
    expect(networkOf(null, null, false)).toBe('none')
  })
})
