import { CameraFault } from './fault'

export type Facing = 'environment' | 'user'
type Devices = Pick<MediaDevices, 'getUserMedia'>

const SOUND = { echoCancellation: true, noiseSuppression: true }
const pictureOf = (facing: Facing) => ({
  facingMode: { ideal: facing },
  width: { ideal: 1920 },
  height: { ideal: 1080 },
})

/**
 * Camera and microphone, the rear camera first, then whatever there is. A phone without a
 * microphone still shows its picture. Throws a `CameraFault`.
 */
export async function openBoth(facing: Facing, devices?: Devices): Promise<MediaStream> {
  try {
    return await ask({ video: pictureOf(facing), audio: SOUND }, devices)
  } catch (error) {
    if (!(error instanceof CameraFault) || error.code !== 'missing') throw error
    return await ask({ video: pictureOf(facing) }, devices)
  }
}

/** Only the picture: a second request for sound would silence the first on iPhones. */
export function openPicture(facing: Facing, devices?: Devices): Promise<MediaStream> {
  return ask({ video: pictureOf(facing) }, devices)
}

async function ask(wanted: MediaStreamConstraints, devices = navigator.mediaDevices as Devices | undefined) {
  if (!devices?.getUserMedia) throw new CameraFault('unsupported') // no HTTPS, or an old in-app browser
  try {
    return await devices.getUserMedia(wanted)
  } catch (error) {
    throw CameraFault.from(error)
  }
}

/** Ends every track, so that the phone's camera light goes out. */
export function shut(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop()
}

/** Ends only the picture; the conversation goes on. */
export function shutPicture(stream: MediaStream): void {
  for (const track of stream.getVideoTracks()) track.stop()
}
