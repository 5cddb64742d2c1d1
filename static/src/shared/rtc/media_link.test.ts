import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Dialled } from './dial'
import { MediaLink } from './media_link'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function aLink(connectionState: RTCPeerConnectionState = 'connected') {
  const ended: number[] = []
  let dials = 0
  let bytes = 0
  const world = { dials: () => dials, ended, isQuiet: false }
  const dial = async (): Promise<Dialled> => {
    const mine = ++dials
    const getStats = async () =>
      new Map([['p', { type: 'candidate-pair', bytesReceived: world.isQuiet ? 0 : ++bytes }]])
    const pc = { connectionState, addEventListener: () => undefined, getStats }
    return {
      pc: pc as unknown as RTCPeerConnection,
      stream: {} as MediaStream,
      hangUp: () => ended.push(mine),
    }
  }
  const link = new MediaLink(dial, { changed: () => undefined, staleToken: async () => undefined })
  link.start()
  return { link, world }
}

it('told that its picture is gone it dials anew at once, although the browser believes in it', async () => {
  const { link, world } = aLink()
  await vi.advanceTimersByTimeAsync(0)
  expect(link.state).toBe('up')
  link.gone()
  expect(world.ended).toEqual([1])
  await vi.advanceTimersByTimeAsync(400)
  expect(world.dials()).toBe(2)
  expect(link.state).toBe('up')
})
it('what is said while it dials is about the connection before', async () => {
  const { link, world } = aLink('connecting')
  await vi.advanceTimersByTimeAsync(0)
  link.gone()
  await vi.advanceTimersByTimeAsync(3000)
  expect(world.dials()).toBe(1)
})
it('a connection that has fallen quiet is given up and dialled anew', async () => {
  const { link, world } = aLink()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(world.dials()).toBe(1)
  world.isQuiet = true
  await vi.advanceTimersByTimeAsync(6500)
  expect(world.dials()).toBe(2)
  expect(link.state).toBe('up')
})
it('nobody looks after a connection that was stopped', async () => {
  const { link, world } = aLink()
  await vi.advanceTimersByTimeAsync(0)
  link.stop()
  world.isQuiet = true
  await vi.advanceTimersByTimeAsync(20_000)
  expect(world.dials()).toBe(1)
})
