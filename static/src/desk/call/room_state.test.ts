import { describe, expect, it } from 'vitest'
import type { RoomFrame } from '../../shared/room/socket'
import type { Evidence } from '../types'
import { emptyRoom, hear } from './room_state'

const heard = (...frames: RoomFrame[]) => frames.reduce(hear, emptyRoom())
const person = (id: string, is_publishing = false) => ({
  id,
  name: id,
  role: 'x',
  is_online: true,
  is_publishing,
})
const photo = (id: string, item_id: string, kind: 'still' | 'frame' = 'still') =>
  ({ id, item_id, kind }) as unknown as Evidence

describe('what the socket tells', () => {
  it('remembers the highest number for the next hello', () => {
    expect(heard({ type: 'chat', seq: 7, text: 'a' }, { type: 'problem', seq: 0 }).lastSeq).toBe(7)
  })

  it('asks for the file again when the server restarted and counts from its number', () => {
    const room = hear(heard({ type: 'chat', seq: 40, text: 'a' }), {
      type: 'welcome',
      seq: 2,
      last_seq: 2,
      participants: [],
      item: null,
    })
    expect(room.mustReload).toBe(true)
    expect(room.lastSeq).toBe(2)
  })

  it('keeps its own number after a short break, so the missed frames can follow', () => {
    const room = hear(heard({ type: 'chat', seq: 4, text: 'a' }), {
      type: 'welcome',
      last_seq: 9,
      participants: [],
    })
    expect(room.lastSeq).toBe(4)
    expect(room.mustReload).toBe(false)
  })

  it('has the case read anew when the server remembers less than was missed', () => {
    const known = heard({ type: 'chat', seq: 4, text: 'a' })
    const welcome = { type: 'welcome', last_seq: 200, participants: [] }
    expect(hear(known, { ...welcome, forgotten_seq: 4 }).mustRead).toBe(false)
    const behind = hear(known, { ...welcome, forgotten_seq: 5 })
    expect([behind.mustRead, behind.mustReload]).toEqual([true, false])
    expect(hear(emptyRoom(), { ...welcome, forgotten_seq: 5 }).mustRead).toBe(false)
  })

  it('shows a line once although it came on both connections', () => {
    const line = { type: 'chat', seq: 3, from: 'a', text: '请靠近一点' }
    expect(heard(line, line).chat).toHaveLength(1)
  })

  it('knows how much picture is wanted, what the phone said to it, and the newest still', () => {
    const quality = { rung: 'stills', reason: 'manual', is_pinned: true, cap_bps: 500_000, obeyed: null }
    const snapshot = { number: 3, age_ms: 1500, width_px: 960, height_px: 540 }
    const joined = hear(
      emptyRoom(),
      { type: 'welcome', last_seq: 1, participants: [], quality, snapshot },
      10_000,
    )
    expect(joined.quality).toEqual(quality)
    expect(joined.snapshot).toEqual({ number: 3, at_ms: 8500, width_px: 960, height_px: 540 })
    const word = { rung: 'stills', cap_bps: 500_000, is_in_force: true }
    const told = hear(joined, { type: 'obeyed', seq: 2, from: 'applicant', ...word }, 0)
    expect(told.quality).toEqual({ ...quality, obeyed: word })
    const newer = hear(told, { type: 'snapshot', seq: 0, ...snapshot, number: 4, age_ms: 0 }, 20_000)
    expect(newer.snapshot).toMatchObject({ number: 4, at_ms: 20_000 })
    expect(newer.lastSeq).toBe(2)
    const back = hear(newer, { type: 'quality', seq: 3, ...quality, rung: 'sd', obeyed: word }, 0)
    expect(back.quality).toEqual({ ...quality, rung: 'sd', obeyed: word })
  })

  it('follows the picture from live to silent to gone and back', () => {
    const is = (state: string) => ({ type: 'publisher', participant: 'applicant', is: state })
    expect(heard(is('live'), is('silent')).publishers.applicant).toBe('silent')
    expect(heard(is('live'), is('silent'), is('live')).publishers.applicant).toBe('live')
    expect(heard(is('live'), is('gone')).publishers.applicant).toBe('gone')
  })

  it('keeps a silent picture silent while people come and go', () => {
    const room = heard(
      { type: 'publisher', participant: 'applicant', is: 'silent' },
      { type: 'presence', participants: [person('applicant', true), person('user_2')] },
    )
    expect(room.publishers.applicant).toBe('silent')
  })

  it('forgets why the camera was lost once the picture is back', () => {
    const room = heard(
      { type: 'camera', state: 'lost', cause: 'taken_by_phone' },
      { type: 'publisher', participant: 'applicant', is: 'live' },
    )
    expect(room.camera).toEqual({ state: 'live', cause: '' })
  })

  it('counts a still from the wish to the shutter to the saved picture', () => {
    const wish = { type: 'still_wanted', request: 'r1', item: 'EX-01' }
    const shutter = { type: 'committed', id: 'c1', item: 'EX-01' }
    expect(heard(wish).stillsWanted).toEqual({ r1: 'EX-01' })
    expect(heard(wish, shutter).promised).toEqual({ c1: 'EX-01' })
    const done = heard(wish, shutter, { type: 'evidence', evidence: photo('e1', 'EX-01') })
    expect([done.stillsWanted, done.promised, done.evidence.length]).toEqual([{}, {}, 1])
  })

  it('keeps one card for evidence that is told twice', () => {
    const told = { type: 'evidence', evidence: photo('e1', 'EX-01', 'frame') }
    expect(heard(told, told).evidence).toHaveLength(1)
  })

  it('keeps a thumbnail that is known although the capture’s own answer is older', () => {
    const made = { ...photo('e1', 'EX-01', 'frame'), has_thumbnail: true }
    const late = { ...made, has_thumbnail: false }
    const room = heard({ type: 'evidence', evidence: made }, { type: 'evidence', evidence: late })
    expect(room.evidence[0]?.has_thumbnail).toBe(true)
  })

  it('leaves frames of a newer server alone', () => {
    expect(heard({ type: 'hologram', seq: 5 })).toEqual({ ...emptyRoom(), lastSeq: 5 })
  })
})
