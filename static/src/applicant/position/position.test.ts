import { describe, expect, it } from 'vitest'
import { type Position, Telling } from './telling'
import { usePosition } from './use_position'

const KNOWN: Position = { is: 'known', latitude: 36.68, longitude: 117.07, accuracy_m: 12, at: 1000 }

describe('what the room hears of the position', () => {
  it('is nothing before the person was asked', () => {
    const telling = new Telling()
    expect(telling.next({ is: 'unasked' }, 0)).toBeNull()
    expect(telling.next({ is: 'asking' }, 0)).toBeNull()
  })
  it('is each new fix with its age, and the same one only now and then', () => {
    const telling = new Telling()
    expect(telling.next(KNOWN, 3000)).toEqual({
      type: 'position',
      latitude: 36.68,
      longitude: 117.07,
      accuracy_m: 12,
      age_ms: 2000,
    })
    expect(telling.next(KNOWN, 8000)).toBeNull()
    expect(telling.next(KNOWN, 23_000)).toMatchObject({ age_ms: 22_000 })
    expect(telling.next({ ...KNOWN, at: 24_000 }, 24_500)).toMatchObject({ age_ms: 500 })
    telling.anew()
    expect(telling.next(KNOWN, 24_600)).not.toBeNull()
  })
  it('is that there is none, and why', () => {
    const telling = new Telling()
    expect(telling.next({ is: 'denied' }, 0)).toEqual({ type: 'no_position', why: 'denied' })
    expect(telling.next({ is: 'unavailable' }, 1)).toEqual({ type: 'no_position', why: 'unavailable' })
  })
  it('stays within what the service takes, whatever the phone’s clock says', () => {
    expect(new Telling().next({ ...KNOWN, at: 9e15 }, 3000)).toMatchObject({ age_ms: 0 })
    expect(new Telling().next({ ...KNOWN, at: 0 }, 1e12)).toEqual({ type: 'no_position', why: 'unavailable' })
    expect(new Telling().next({ ...KNOWN, accuracy_m: 1e9 }, 3000)).toMatchObject({ accuracy_m: 1e6 })
  })
})

describe('the position of the phone', () => {
  function aPhone() {
    let good: PositionCallback = () => undefined
    let bad: PositionErrorCallback = () => undefined
    const cleared: number[] = []
    const position = usePosition({
      watchPosition: (found, lost) => {
        good = found
        bad = lost ?? bad
        return 7
      },
      clearWatch: (id) => cleared.push(id),
    })
    const fix = { coords: { latitude: 1, longitude: 2, accuracy: 3 }, timestamp: 4 } as GeolocationPosition
    return {
      position,
      cleared,
      finds: () => good(fix),
      fails: (code: number) => bad({ code } as GeolocationPositionError),
    }
  }
  it('is asked for once and let go at the end', () => {
    const { position, finds, cleared } = aPhone()
    position.start()
    position.start()
    finds()
    expect(position.state.value).toEqual({ is: 'known', latitude: 1, longitude: 2, accuracy_m: 3, at: 4 })
    position.stop()
    expect(cleared).toEqual([7])
    expect(position.state.value).toEqual({ is: 'unasked' })
  })
  it('keeps the last fix when none comes for a while, and none once it is refused', () => {
    const { position, finds, fails } = aPhone()
    position.start()
    fails(3)
    expect(position.state.value).toEqual({ is: 'unavailable' })
    finds()
    fails(2)
    expect(position.state.value.is).toBe('known')
    fails(1)
    expect(position.state.value).toEqual({ is: 'denied' })
  })
  it('is simply not there in a browser without it', () => {
    const position = usePosition(null as never)
    position.start()
    expect(position.state.value).toEqual({ is: 'unavailable' })
  })
})
