import { describe, expect, it } from 'vitest'
import type { ChecklistItem, Finding } from '../types'
import { nothing } from './judging'
import { clipSecondsOf, gapOf, isShown, neighbour, nextOpen, progressOf } from './walk'

const item = (id: string, more: Partial<ChecklistItem> = {}): ChecklistItem => ({
  id,
  title_zh: '排烟罩',
  title_en: 'Hood',
  film_zh: '拍罩口',
  film_en: '',
  judge_zh: '罩口大于灶台',
  judge_en: '',
  weight: 'key',
  areas: ['fume'],
  evidence: ['photo'],
  video_seconds: 0,
  readings: [],
  remote: 'yes',
  because_zh: '',
  because_en: '',
  clauses: [],
  hotspot: id,
  department: 'urban',
  shot: id,
  ...more,
})
const found = (item_id: string, verdict: Finding['verdict'], note = ''): Finding => ({
  ...nothing(item_id),
  verdict,
  note,
  standing: verdict ? 'settled' : 'open',
})
const pictures = (count: number) => ({ pictures: count, hasReading: false, clip_s: 0 })
const items = [item('EX-01'), item('EX-02'), item('EX-03')]

describe('walking the checklist', () => {
  it('starts at the first item and stays at both ends', () => {
    expect(neighbour(items, null, 1)).toBe('EX-01')
    expect(neighbour(items, 'EX-01', -1)).toBe('EX-01')
    expect(neighbour(items, 'EX-02', 1)).toBe('EX-03')
    expect(neighbour(items, 'EX-03', 1)).toBe('EX-03')
  })

  it('jumps to the next item without a verdict, round the end', () => {
    const findings = { 'EX-03': found('EX-03', 'pass') }
    expect(nextOpen(items, 'EX-02', findings)).toBe('EX-01')
  })

  it('passes over what another department judges', () => {
    const others = [items[0]!, item('EX-02', { department: 'market' }), items[2]!]
    expect(nextOpen(others, 'EX-01', {}, (one) => one.department === 'urban')).toBe('EX-03')
  })

  it('cuts clips of ten seconds, and longer ones where the item asks for more', () => {
    const asked = [null, item('EX-01'), item('EX-02', { video_seconds: 20 })]
    expect(asked.map(clipSecondsOf)).toEqual([10, 10, 20])
  })

  it('has nowhere to jump when all are judged', () => {
    const findings = Object.fromEntries(items.map(({ id }) => [id, found(id, 'pass')]))
    expect(nextOpen(items, 'EX-01', findings)).toBeNull()
    expect(progressOf(items, findings)).toEqual({ done: 3, all: 3 })
  })

  it('leaves out what is settled without this person, and stops at what two judged differently', () => {
    const unseen: Finding = { ...nothing('EX-02'), standing: 'settled', is_other_set: true }
    const differs: Finding = { ...found('EX-03', 'fail', '小'), standing: 'differs' }
    const findings = { 'EX-01': found('EX-01', 'pass'), 'EX-02': unseen, 'EX-03': differs }
    expect(nextOpen(items, 'EX-01', findings)).toBe('EX-03')
    expect(gapOf(items[2]!, differs, pictures(3))).toBe('differs')
    expect(isShown(items[2]!, '', 'problems', differs)).toBe(true)
  })

  it('waits for the second inspector without holding this one up', () => {
    const mine: Finding = { ...found('EX-01', 'pass', '看过'), standing: 'awaits_second' }
    expect(gapOf(items[0]!, mine, pictures(1))).toBe('second')
    expect(nextOpen(items, 'EX-03', { 'EX-01': mine })).toBe('EX-02')
  })

  it('counts a verdict that was taken back as open', () => {
    expect(progressOf(items, { 'EX-01': found('EX-01', null, '备注') }).done).toBe(0)
  })

  it('finds by number, words and note, all words together', () => {
    expect(isShown(items[0]!, 'ex-01', 'all', undefined)).toBe(true)
    expect(isShown(items[0]!, '排烟 罩口', 'all', undefined)).toBe(true)
    expect(isShown(items[0]!, '油污', 'all', found('EX-01', 'fail', '罩内油污'))).toBe(true)
    expect(isShown(items[0]!, '排烟 冰箱', 'all', undefined)).toBe(false)
  })

  it('filters open items and problems', () => {
    expect(isShown(items[0]!, '', 'open', found('EX-01', 'pass'))).toBe(false)
    expect(isShown(items[0]!, '', 'problems', found('EX-01', 'pass'))).toBe(false)
    expect(isShown(items[0]!, '', 'problems', found('EX-01', 'fail'))).toBe(true)
  })
})

describe('what an item still lacks', () => {
  it('lacks a verdict, then a reason for a failure, then a picture', () => {
    expect(gapOf(items[0]!, undefined, pictures(1))).toBe('verdict')
    expect(gapOf(items[0]!, found('EX-01', 'fail'), pictures(1))).toBe('note')
    expect(gapOf(items[0]!, found('EX-01', 'pass'), pictures(0))).toBe('evidence')
    expect(gapOf(items[0]!, found('EX-01', 'pass'), pictures(1))).toBeNull()
  })

  it('takes a note in place of a picture', () => {
    expect(gapOf(items[0]!, found('EX-01', 'pass', '网络太差，已口头核对'), pictures(0))).toBeNull()
  })

  it('asks why a key item does not apply, not why a general one', () => {
    expect(gapOf(items[0]!, found('EX-01', 'not_applicable'), pictures(0))).toBe('note')
    expect(
      gapOf(item('EX-09', { weight: 'general' }), found('EX-09', 'not_applicable'), pictures(0)),
    ).toBeNull()
  })

  it('asks for a reading and for a clip long enough, where a test report can not stand for them', () => {
    const measured = item('EX-03', {
      evidence: ['reading'],
      readings: [{ zh: '高', en: 'height', unit: 'm', limits: '' }],
    })
    const passed = found('EX-03', 'pass')
    expect(gapOf(measured, passed, pictures(1))).toBe('reading')
    expect(gapOf(measured, passed, { ...pictures(1), hasReading: true })).toBeNull()
    expect(gapOf({ ...measured, evidence: ['reading', 'document'] }, passed, pictures(1))).toBeNull()
    const filmed = item('EX-17', { evidence: ['video'], video_seconds: 10 })
    expect(gapOf(filmed, passed, { ...pictures(1), clip_s: 9.9 })).toBe('video')
    expect(gapOf(filmed, passed, { ...pictures(1), clip_s: 10 })).toBeNull()
  })
})
