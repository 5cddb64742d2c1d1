import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Dialled } from './dial'
import { MediaLink } from './media_link'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function aLink(connectionState: RTCPeerConnectionState = 'connected') {
  const ended: number[] = []
  let dials = 0
  let bytes = 0
  const world = { dials: () => dials, ended, isQuiet: false, renewed: 0 }
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
  const staleToken = async () => {
    world.renewed += 1
  }
  const link = new MediaLink(dial, { changed: () => undefined, staleToken })
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
it('the one before keeps its place until its successor works, so that viewers stay', async () => {
  const { link, world } = aLink()
  await vi.advanceTimersByTimeAsync(0)
  world.isQuiet = true
  await vi.advanceTimersByTimeAsync(3500)
  expect(link.state).toBe('lost')
  expect(world.ended).toEqual([])
  await vi.advanceTimersByTimeAsync(400)
  expect(link.state).toBe('up')
  expect(world.ended).toEqual([1])
})
it('a machine that has a network again dials at once, until it was stopped', async () => {
  const machine = new EventTarget()
  vi.stubGlobal('addEventListener', machine.addEventListener.bind(machine))
  vi.stubGlobal('removeEventListener', machine.removeEventListener.bind(machine))
  const { link, world } = aLink()
  await vi.advanceTimersByTimeAsync(0)
  machine.dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(0)
  expect([world.dials(), link.state]).toEqual([2, 'up'])
  link.stop()
  machine.dispatchEvent(new Event('online'))
  await vi.advanceTimersByTimeAsync(0)
  expect(world.dials()).toBe(2)
  expect(world.ended).toEqual([1, 2])
})
it('nobody looks after a connection that was stopped', async () => {
  const { link, world } = aLink()
  await vi.advanceTimersByTimeAsync(0)
  link.stop()
  world.isQuiet = true
  await vi.advanceTimersByTimeAsync(20_000)
  expect(world.dials()).toBe(1)
})
it('who gets no answer asks again soon, however often: a tunnel may end at any moment', async () => {
  const waited: number[] = []
  const noAnswer = async (): Promise<Dialled> => {
    waited.push(Date.now())
    throw new DOMException('', 'TimeoutError')
  }
  const link = new MediaLink(noAnswer, { changed: () => undefined, staleToken: async () => undefined })
  link.start()
  await vi.advanceTimersByTimeAsync(4000)
  link.stop()
  expect(waited.length).toBeGreaterThan(9)
})
it('late in a call it still holds a password that the relay takes, until it is stopped', async () => {
  const { link, world } = aLink()
  await vi.advanceTimersByTimeAsync(30 * 60_000)
  expect(world.renewed).toBe(7)
  expect(world.dials(), 'the connection itself is left alone').toBe(1)
  link.stop()
  await vi.advanceTimersByTimeAsync(30 * 60_000)
  expect(world.renewed).toBe(7)
})
