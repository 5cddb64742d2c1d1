import { describe, expect, it } from 'vitest'
import type { ChecklistItem, Finding } from '../types'
import { gapOf, isShown, neighbour, nextOpen, progressOf } from './walk'

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
  remote: 'yes',
  because_zh: '',
  because_en: '',
  clauses: [],
  hotspot: id,
  ...more,
})
const found = (item_id: string, verdict: Finding['verdict'], note = ''): Finding => ({
  item_id,
  verdict,
  note,
  by: 'u',
  at: '',
})
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

  it('has nowhere to jump when all are judged', () => {
    const findings = Object.fromEntries(items.map(({ id }) => [id, found(id, 'pass')]))
    expect(nextOpen(items, 'EX-01', findings)).toBeNull()
    expect(progressOf(items, findings)).toEqual({ done: 3, all: 3 })
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
    expect(gapOf(items[0]!, undefined, 1)).toBe('verdict')
    expect(gapOf(items[0]!, found('EX-01', 'fail'), 1)).toBe('note')
    expect(gapOf(items[0]!, found('EX-01', 'pass'), 0)).toBe('evidence')
    expect(gapOf(items[0]!, found('EX-01', 'pass'), 1)).toBeNull()
  })

  it('takes a note in place of a picture', () => {
    expect(gapOf(items[0]!, found('EX-01', 'pass', '网络太差，已口头核对'), 0)).toBeNull()
  })

  it('asks why a key item does not apply, not why a general one', () => {
    expect(gapOf(items[0]!, found('EX-01', 'not_applicable'), 0)).toBe('note')
    expect(gapOf(item('EX-09', { weight: 'general' }), found('EX-09', 'not_applicable'), 0)).toBeNull()
  })
})
