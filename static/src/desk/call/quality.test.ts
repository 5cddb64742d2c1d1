import { describe, expect, it } from 'vitest'
import { ageOf, lineOf, stillUrl, viewersOf } from './quality'

describe('the age of a still', () => {
  it.each([
    [-300, '0 秒前', false],
    [2400, '2 秒前', false],
    [9999, '10 秒前', false],
    [10_000, '10 秒前', true],
    [240_000, '4 分钟前', true],
  ])('%i ms is %s', (ms, zh, isOld) => {
    expect(ageOf(ms)).toMatchObject({ text: { zh }, isOld })
  })
})

describe('figures in a line', () => {
  const one = { kbps: 900, loss_percent: 0.2, rtt_ms: 40, width_px: 1280, height_px: 720, freezes: 1 }
  it('say all that is known', () => {
    expect(lineOf({ ...one, fps: 30 }, 'zh')).toBe(
      '1280×720 · 30 fps · 900 kbps · 丢包 0.2% · 往返 40 ms · 卡顿 1',
    )
  })
  it('leave out what nobody has said', () => {
    expect(lineOf({ ...one, rtt_ms: null, width_px: null, height_px: null, freezes: null }, 'en')).toBe(
      '900 kbps · loss 0.2%',
    )
  })
  it('are those of who watches this picture', () => {
    const watching = ['applicant', 'user_1'].map((publisher) => ({
      ...one,
      participant: 'user_2',
      publisher,
    }))
    expect(viewersOf(watching, 'applicant')).toHaveLength(1)
  })
})

it('a still is asked for by its case', () => {
  expect(stillUrl('case_1', 7)).toBe('/api/v1/cases/case_1/snapshot?number=7')
})
