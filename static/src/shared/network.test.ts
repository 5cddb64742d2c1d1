import { afterEach, expect, it, vi } from 'vitest'
import { onNetworkChange } from './network'

afterEach(() => vi.unstubAllGlobals())

it('another kind of network is a change, a new guess of its speed and no network are none', () => {
  const connection = Object.assign(new EventTarget(), { type: 'wifi' })
  vi.stubGlobal('navigator', { connection })
  const act = vi.fn()
  const stop = onNetworkChange(act)
  const becomes = (type: string) => {
    connection.type = type
    connection.dispatchEvent(new Event('change'))
  }
  becomes('wifi')
  becomes('none')
  expect(act).not.toHaveBeenCalled()
  becomes('cellular')
  expect(act).toHaveBeenCalledOnce()
  stop()
  becomes('wifi')
  expect(act).toHaveBeenCalledOnce()
})
