import { describe, expect, it } from 'vitest'
import { cameraFrame } from './camera_frame'
import { placeOf } from './place'
import { CALL, statusOf } from './texts'

describe('what the inspector is told of the camera', () => {
  it.each([
    [{ is: 'live' }, false, { state: 'live', cause: '' }],
    [{ is: 'live' }, true, { state: 'lost', cause: 'background' }],
    [{ is: 'lost', cause: 'denied' }, false, { state: 'lost', cause: 'denied' }],
    [{ is: 'lost', cause: 'taken_by_phone' }, false, { state: 'lost', cause: 'taken_by_phone' }],
  ] as const)('%o', (state, isHidden, said) => {
    expect(cameraFrame(state, isHidden)).toMatchObject(said)
  })
  it('nothing while it starts', () => {
    expect(cameraFrame({ is: 'starting' }, false)).toBeNull()
  })
})

describe('where the inspector points', () => {
  const screen = { width: 400, height: 800 }
  it('is the same place on a screen that cuts the picture at its sides', () => {
    const wide = { width: 1600, height: 900 }
    expect(placeOf({ x: 0.5, y: 0.25 }, wide, screen)).toEqual({ x: 200, y: 200 })
    expect(placeOf({ x: 0, y: 0 }, wide, screen).x).toBeLessThan(0)
  })
  it('is the plain share before the picture has a size', () => {
    expect(placeOf({ x: 0.5, y: 0.5 }, { width: 0, height: 0 }, screen)).toEqual({ x: 200, y: 400 })
  })
})

describe('the line at the top of the call', () => {
  const seen = { isOpen: true, isSending: true, hasInspector: true, isMoving: true }
  it('says live only when both ways are open', () => {
    expect(statusOf(seen)).toEqual({ text: CALL.live, isLive: true })
    expect(statusOf({ ...seen, isOpen: false }).text).toBe(CALL.reconnecting)
    expect(statusOf({ ...seen, isSending: false }).isLive).toBe(false)
  })
  it('says that photos take the place of video', () => {
    expect(statusOf({ ...seen, isMoving: false })).toEqual({ text: CALL.stills, isLive: true })
  })
  it('says when the inspector is away', () => {
    expect(statusOf({ ...seen, hasInspector: false }).text).toBe(CALL.alone)
  })
})
