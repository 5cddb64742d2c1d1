import { describe, expect, it } from 'vitest'
import { chapters } from './story'

const line = (zh: string, who = '王敏') => ({ at: '2026-11-24T08:00:00Z', who, zh, en: '' })

describe('the story of a case', () => {
  it('is told newest first', () => {
    expect(chapters([line('受理申请，开始计时'), line('发送勘验邀请')]).map(({ zh }) => zh)).toEqual([
      '发送勘验邀请',
      '受理申请，开始计时',
    ])
  })

  it('folds a run of verdicts into one line', () => {
    const told = chapters([line('判定 EX-01'), line('判定 EX-02'), line('判定 EX-03'), line('生成勘验记录')])
    expect(told.map(({ zh }) => zh)).toEqual(['生成勘验记录', '判定 3 次'])
  })

  it('keeps two people and two kinds of acts apart', () => {
    const told = chapters([line('判定 EX-01'), line('判定 EX-02', '赵强'), line('保存证据 EX-02', '赵强')])
    expect(told).toHaveLength(3)
  })
})
