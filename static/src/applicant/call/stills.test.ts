import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Stills } from './stills'

describe('small pictures in place of video', () => {
  let ends: (() => void)[] = []
  let looks = 0
  let isAway = false
  const send = vi.fn(() => new Promise<void>((resolve) => ends.push(resolve)))
  const arrives = async () => {
    ends.shift()?.()
    await vi.advanceTimersByTimeAsync(0)
  }
  let stills: Stills
  beforeEach(() => {
    vi.useFakeTimers()
    send.mockClear()
    ends = []
    looks = 0
    isAway = false
    stills = new Stills({
      look: async () => {
        looks += 1
        return isAway ? null : new Blob([`${looks}`])
      },
      send,
    })
  })
  afterEach(() => {
    stills.close()
    vi.useRealTimers()
  })

  it('come at once and then every two seconds', async () => {
    stills.every(true)
    stills.every(true)
    await vi.advanceTimersByTimeAsync(0)
    for (let n = 0; n < 3; n += 1) {
      await arrives()
      await vi.advanceTimersByTimeAsync(2000)
    }
    expect(send).toHaveBeenCalledTimes(4)
    stills.every(false)
    await arrives()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(send).toHaveBeenCalledTimes(4)
  })
  it('are fewer on a slow network, never a queue', async () => {
    stills.every(true)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(send).toHaveBeenCalledTimes(1)
    await arrives()
    await vi.advanceTimersByTimeAsync(2000)
    expect(send).toHaveBeenCalledTimes(2)
  })
  it('that are asked for show the moment after the question', async () => {
    void stills.ask()
    await vi.advanceTimersByTimeAsync(0)
    void stills.ask()
    void stills.ask()
    await vi.advanceTimersByTimeAsync(0)
    expect(looks).toBe(1)
    await arrives()
    expect(looks).toBe(2)
    await arrives()
    expect(send).toHaveBeenCalledTimes(2)
  })
  it('go on after one got lost and while the camera is away', async () => {
    send.mockRejectedValueOnce(new Error('offline'))
    stills.every(true)
    await vi.advanceTimersByTimeAsync(0)
    isAway = true
    await vi.advanceTimersByTimeAsync(4000)
    expect(send).toHaveBeenCalledTimes(1)
    isAway = false
    await vi.advanceTimersByTimeAsync(2000)
    expect(send).toHaveBeenCalledTimes(2)
  })
})
