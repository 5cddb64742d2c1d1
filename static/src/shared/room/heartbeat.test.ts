import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Heartbeat } from './heartbeat'

describe('a socket that brings nothing any more', () => {
  const ask = vi.fn()
  const dead = vi.fn()
  let beat: Heartbeat
  beforeEach(() => {
    vi.useFakeTimers()
    vi.resetAllMocks()
    beat = new Heartbeat(ask, dead)
    beat.start()
  })
  afterEach(() => vi.useRealTimers())

  it('is known to be dead within ten seconds of the last word', () => {
    vi.advanceTimersByTime(2600)
    beat.heard()
    vi.advanceTimersByTime(9999)
    expect(dead).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(60_000)
    expect(dead).toHaveBeenCalledTimes(1)
  })
  it('is asked before it is given up, and twice', () => {
    vi.advanceTimersByTime(10_000)
    expect(ask).toHaveBeenCalledTimes(2)
  })
  it('lives as long as it answers, or says something by itself', () => {
    ask.mockImplementation(() => beat.heard())
    vi.advanceTimersByTime(600_000)
    expect(dead).not.toHaveBeenCalled()
    const asked = ask.mock.calls.length
    for (let second = 0; second < 60; second += 1) {
      beat.heard()
      vi.advanceTimersByTime(1000)
    }
    expect(ask).toHaveBeenCalledTimes(asked)
  })
  it('is not given up by a page that slept: each look asks and waits for the next', () => {
    ask.mockImplementation(() => beat.heard())
    for (let minute = 0; minute < 30; minute += 1) {
      vi.setSystemTime(Date.now() + 60_000) // asleep: the clock went on, no timer ran
      vi.advanceTimersByTime(2500)
    }
    expect(dead).not.toHaveBeenCalled()
  })
  it('is not looked at after the end', () => {
    beat.stop()
    vi.advanceTimersByTime(60_000)
    expect(ask).not.toHaveBeenCalled()
    expect(dead).not.toHaveBeenCalled()
  })
})
