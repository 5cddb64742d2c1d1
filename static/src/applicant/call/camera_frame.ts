import type { CameraState } from '../camera/use_camera'

/** What the room is told of the camera; `null`: nothing worth saying. Pure. */
export function cameraFrame(
  state: CameraState,
  isHidden: boolean,
): { type: 'camera'; state: 'live' | 'lost'; cause: string } | null {
  // behind another app most phones stop the picture without a word
  if (isHidden) return { type: 'camera', state: 'lost', cause: 'background' }
  if (state.is === 'lost') return { type: 'camera', state: 'lost', cause: state.cause }
  return state.is === 'live' ? { type: 'camera', state: 'live', cause: '' } : null
}
