import { CameraFault } from './fault'

const FIRST_FRAME_MS = 5000 // chosen: slow phones need two seconds; a person gives up at about six

/** Shows a stream; whether a frame came in time. In-app browsers may say yes and show nothing. */
export function shows(video: HTMLVideoElement, stream: MediaStream, ms = FIRST_FRAME_MS): Promise<boolean> {
  video.muted = true // without these two, in-app browsers open their own full-screen player
  video.playsInline = true
  if (video.srcObject !== stream) video.srcObject = stream
  const began = video.currentTime
  const frame = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => done(false), ms)
    const look = () => {
      if (video.videoWidth > 0 && video.currentTime > began) done(true)
    }
    const done = (came: boolean) => {
      clearTimeout(timer)
      video.removeEventListener('timeupdate', look)
      resolve(came)
    }
    video.addEventListener('timeupdate', look)
  })
  void video.play().catch(() => undefined) // not awaited: without a frame it never answers
  return frame
}

/**
 * Opens a camera and makes sure that its picture runs: once more with a fresh camera, then
 * `no_picture`. Throws a `CameraFault`. `letGo` gets every stream without a picture.
 */
export async function openShown(
  open: () => Promise<MediaStream>,
  isShown: (stream: MediaStream) => Promise<boolean>,
  letGo: (stream: MediaStream) => void,
): Promise<MediaStream> {
  for (let tries = 2; tries > 0; tries -= 1) {
    const stream = await open()
    if (await isShown(stream)) return stream
    letGo(stream)
  }
  throw new CameraFault('no_picture')
}
