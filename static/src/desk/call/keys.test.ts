import { describe, expect, it } from 'vitest'
import { actionOf } from './keys'

describe('keys of the call', () => {
  it.each([
    ['1', 'pass'],
    ['2', 'fail'],
    ['3', 'not_applicable'],
    ['4', 'rectified'],
    ['5', 'needs_on_site'],
    ['6', 'needs_supplement'],
  ])('key %s sets the verdict %s', (key, verdict) => {
    expect(actionOf({ key }, 'page')).toEqual({ do: 'verdict', verdict })
  })

  it('moves with j and k and with the arrows', () => {
    expect(actionOf({ key: 'j' }, 'page')).toEqual({ do: 'next' })
    expect(actionOf({ key: 'ArrowDown' }, 'page')).toEqual({ do: 'next' })
    expect(actionOf({ key: 'k' }, 'page')).toEqual({ do: 'previous' })
    expect(actionOf({ key: 'ArrowUp' }, 'page')).toEqual({ do: 'previous' })
  })

  it('captures with space and c, but leaves space to a focused button', () => {
    expect(actionOf({ key: ' ' }, 'page')).toEqual({ do: 'capture' })
    expect(actionOf({ key: 'c' }, 'page')).toEqual({ do: 'capture' })
    expect(actionOf({ key: ' ' }, 'button')).toBeNull()
  })

  it('goes to the next open item with Enter, but leaves Enter to a focused button', () => {
    expect(actionOf({ key: 'Enter' }, 'page')).toEqual({ do: 'next_open' })
    expect(actionOf({ key: 'Enter' }, 'button')).toBeNull()
    expect(actionOf({ key: 'Enter' }, 'text')).toBeNull()
  })

  it('types letters and digits into a text field instead of judging', () => {
    for (const key of ['1', 'c', ' ', 'j', '/', 'Backspace']) expect(actionOf({ key }, 'text')).toBeNull()
    expect(actionOf({ key: 'Escape' }, 'text')).toEqual({ do: 'leave_field' })
  })

  it('repeats moves of a held key, never a verdict or a capture', () => {
    expect(actionOf({ key: 'j', repeat: true }, 'page')).toEqual({ do: 'next' })
    expect(actionOf({ key: '1', repeat: true }, 'page')).toBeNull()
    expect(actionOf({ key: 'c', repeat: true }, 'page')).toBeNull()
  })

  it('undoes with u and with Ctrl+Z and leaves other shortcuts to the browser', () => {
    expect(actionOf({ key: 'u' }, 'page')).toEqual({ do: 'undo' })
    expect(actionOf({ key: 'z', ctrlKey: true }, 'page')).toEqual({ do: 'undo' })
    expect(actionOf({ key: 'c', ctrlKey: true }, 'page')).toBeNull()
  })

  it('works with capitals and with the Chinese input method on', () => {
    expect(actionOf({ key: 'J' }, 'page')).toEqual({ do: 'next' })
    expect(actionOf({ key: '？' }, 'page')).toEqual({ do: 'help' })
    expect(actionOf({ key: '、' }, 'page')).toEqual({ do: 'search' })
  })
})
