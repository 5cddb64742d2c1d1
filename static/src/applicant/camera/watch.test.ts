import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchTrack } from './watch'

class Track extends EventTarget {
  muted = false
  readyState = 'live' as const
  say(type: string): void {
    this.dispatchEvent(new Event(type))
  }
}

describe('a running camera', () => {
  const heard: string[] = []
  let track: Track
  let page: { visibilityState: DocumentVisibilityState }
  let stop: () => void

  beforeEach(() => {
    vi.useFakeTimers()
    heard.length = 0
    track = new Track()
    page = { visibilityState: 'visible' }
    stop = watchTrack(
      track as unknown as MediaStreamTrack,
      (cause) => heard.push(cause),
      () => heard.push('back'),
      page,
    )
  })
  afterEach(() => vi.useRealTimers())

  it('is lost to a phone call and comes back with it', () => {
    track.say('mute')
    vi.advanceTimersByTime(1300)
    track.say('unmute')
    expect(heard).toEqual(['taken_by_phone', 'back'])
  })
  it('is not lost to a moment without frames', () => {
    track.say('mute')
    vi.advanceTimersByTime(600)
    track.say('unmute')
    vi.advanceTimersByTime(5000)
    expect(heard).toEqual([])
  })
  it('is lost to another app when the page is behind it', () => {
    page.visibilityState = 'hidden'
    track.say('mute')
    vi.advanceTimersByTime(1300)
    expect(heard).toEqual(['background'])
  })
  it('is lost at once when the phone ends it', () => {
    track.say('ended')
    expect(heard).toEqual(['ended'])
  })
  it('is left alone after the watching stopped', () => {
    track.say('mute')
    stop()
    vi.advanceTimersByTime(5000)
    track.say('ended')
    expect(heard).toEqual([])
  })
})
