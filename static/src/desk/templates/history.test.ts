import { describe, expect, it } from 'vitest'
import { beginning, changed, redone, selecting, TYPING_MS, undone } from './history'

const typed = (texts: string[], gap_ms: number, field = 'title.zh') =>
  texts.reduce(
    (history, text, at) => changed(history, text, 'item', field, (at + 1) * gap_ms),
    beginning('', 'item'),
  )

describe('undo of the editor', () => {
  it('takes a word back as a whole, not letter by letter', () => {
    expect(undone(typed(['罩', '罩口', '罩口高度'], 100)).now.value).toBe('')
  })

  it('takes two thoughts back one by one', () => {
    const once = undone(typed(['罩口', '罩口高度'], TYPING_MS))
    expect([once.now.value, undone(once).now.value]).toEqual(['罩口', ''])
  })

  it('keeps fields apart, however quickly somebody types', () => {
    const both = changed(typed(['罩口'], 10), '罩口 Hood', 'item', 'title.en', 11)
    expect(undone(both).now.value).toBe('罩口')
  })

  it('comes back to the same value and the same place by redo', () => {
    const moved = changed(beginning('one', 'EX-01'), 'two', 'EX-02', '', 1)
    const back = undone(moved)
    expect([back.now.value, back.now.selected]).toEqual(['one', 'EX-01'])
    expect([redone(back).now.value, redone(back).now.selected]).toEqual(['two', 'EX-02'])
  })

  it('forgets what was undone once something else is changed', () => {
    const again = changed(undone(typed(['a'], 10)), 'b', 'item', '', 99)
    expect(redone(again)).toBe(again)
  })

  it('ends at the beginning, and looking at something is nothing to undo', () => {
    const start = selecting(beginning('one', 'EX-01'), 'EX-09')
    expect(undone(start)).toBe(start)
  })

  it('remembers no more than two hundred steps', () => {
    expect(
      typed(
        [...Array(500)].map((_, at) => `${at}`),
        TYPING_MS,
      ).past,
    ).toHaveLength(200)
  })
})
