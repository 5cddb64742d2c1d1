import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { server } from '../server'
import type { Finding, VerdictValue } from '../types'
import { nothing, useJudging } from './judging'

const kept: Record<string, Finding> = {}
const refused = vi.fn()
const judging = () =>
  useJudging({
    caseId: 'case_1',
    findingOf: (item) => kept[item],
    show: (f) => {
      kept[f.item_id] = f
    },
    refused,
  })

beforeEach(() => {
  for (const key of Object.keys(kept)) delete kept[key]
  refused.mockClear()
  vi.spyOn(server, 'judge').mockImplementation(async (_case, item_id, verdict, note) => {
    const mine = { verdict, note, by: 'me', at: 'now' }
    return { ...nothing(item_id), ...mine, mine, standing: 'awaits_second' }
  })
})
afterEach(() => vi.restoreAllMocks())

describe('judging', () => {
  it('shows a verdict at once and keeps what the server made of it', async () => {
    const done = judging().judge('EX-01', 'pass')
    expect(kept['EX-01']?.verdict).toBe('pass')
    await done
    expect(kept['EX-01']?.by).toBe('me')
  })

  it('takes the verdict back on the page when the server refuses it', async () => {
    vi.mocked(server.judge).mockRejectedValueOnce(new Error('down'))
    await judging().judge('EX-01', 'pass')
    expect(kept['EX-01']?.verdict).toBeNull()
    expect(refused).toHaveBeenCalledOnce()
  })

  it('undoes to the verdict before, and the first one to none', async () => {
    const desk = judging()
    await desk.judge('EX-01', 'pass')
    await desk.judge('EX-01', 'fail')
    expect(await desk.undo()).toBe('EX-01')
    expect(kept['EX-01']?.verdict).toBe('pass')
    await desk.undo()
    expect(kept['EX-01']?.verdict).toBeNull()
    expect(desk.undoItem.value).toBeNull()
  })

  it('saves a typed note with the verdict and says so', async () => {
    const desk = judging()
    desk.type('EX-01', '罩口偏小')
    expect(desk.noteStates['EX-01']).toBe('dirty')
    await desk.judge('EX-01', 'fail')
    expect(vi.mocked(server.judge)).toHaveBeenLastCalledWith('case_1', 'EX-01', 'fail', '罩口偏小')
    expect(desk.noteStates['EX-01']).toBe('saved')
  })

  it('keeps a note that could not be saved and saves it later', async () => {
    const desk = judging()
    vi.mocked(server.judge).mockRejectedValueOnce(new Error('down'))
    desk.type('EX-01', '罩口偏小')
    await desk.saveNote('EX-01')
    expect(desk.noteStates['EX-01']).toBe('failed')
    expect(desk.noteOf('EX-01')).toBe('罩口偏小')
    await desk.saveAll()
    expect(desk.noteStates['EX-01']).toBe('saved')
    expect(desk.hasUnsaved.value).toBe(false)
  })

  it('writes the verdicts of one item in the order of the keys', async () => {
    const order: (VerdictValue | null)[] = []
    vi.mocked(server.judge).mockImplementation(async (_case, item_id, verdict, note) => {
      await new Promise((resolve) => setTimeout(resolve, order.length ? 0 : 5))
      order.push(verdict)
      return { ...nothing(item_id), mine: { verdict, note, by: 'me', at: 'now' } }
    })
    const desk = judging()
    await Promise.all([desk.judge('EX-01', 'pass'), desk.judge('EX-01', 'fail')])
    expect(order).toEqual(['pass', 'fail'])
  })
})
