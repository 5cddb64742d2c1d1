import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { watchProgress } from './progress'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function connection(bytes: () => number | undefined) {
  const pair = () => ({ type: 'candidate-pair', bytesReceived: bytes(), responsesReceived: 2 })
  return { getStats: async () => new Map([['pair', pair()]]) as unknown as RTCStatsReport }
}

it('a connection on which nothing comes for three seconds is lost, once', async () => {
  const lost = vi.fn()
  let bytes = 0
  watchProgress(
    connection(() => Math.min(bytes++, 3)),
    lost,
  )
  await vi.advanceTimersByTimeAsync(4500)
  expect(lost).not.toHaveBeenCalled()
  await vi.advanceTimersByTimeAsync(500)
  expect(lost).toHaveBeenCalledOnce()
  await vi.advanceTimersByTimeAsync(9000)
  expect(lost).toHaveBeenCalledOnce()
})
it('a report a second is progress enough', async () => {
  const lost = vi.fn()
  watchProgress(
    connection(() => 64 * Math.floor(Date.now() / 1000)),
    lost,
  )
  await vi.advanceTimersByTimeAsync(60_000)
  expect(lost).not.toHaveBeenCalled()
})
it('nobody looks after the end, and no figures are no loss', async () => {
  const lost = vi.fn()
  watchProgress(
    connection(() => 5),
    lost,
  )()
  watchProgress({ getStats: async () => new Map() as unknown as RTCStatsReport }, lost)
  watchProgress({ getStats: () => Promise.reject(new Error('closed')) }, lost)
  await vi.advanceTimersByTimeAsync(20_000)
  expect(lost).not.toHaveBeenCalled()
})
