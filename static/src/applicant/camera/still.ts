/** A photo for the file, as it leaves the camera. */
export interface Still {
  blob: Blob
  width: number
  height: number
}
interface Range {
  max?: number
}
interface PhotoCapture {
  getPhotoCapabilities(): Promise<{ imageWidth?: Range; imageHeight?: Range }>
  takePhoto(settings?: { imageWidth?: number; imageHeight?: number }): Promise<Blob>
}
type PhotoCaptureMaker = new (track: MediaStreamTrack) => PhotoCapture

const PHOTO_MS = 4000 // a phone that has not delivered by then never did

/** A photo at the camera's full resolution while the call goes on; the running picture as fallback. */
export async function takeStill(track: MediaStreamTrack, video: HTMLVideoElement): Promise<Still> {
  const Capture = (window as unknown as { ImageCapture?: PhotoCaptureMaker }).ImageCapture
  if (Capture && track.readyState === 'live' && !track.muted) {
    try {
      return await asJpeg(await within(photo(new Capture(track)), PHOTO_MS))
    } catch {
      // some phones announce it and fail; the running picture is always there
    }
  }
  return drawn(video, video.videoWidth, video.videoHeight)
}

async function photo(camera: PhotoCapture): Promise<Blob> {
  const can = await camera
    .getPhotoCapabilities()
    .catch(() => ({}) as { imageWidth?: Range; imageHeight?: Range })
  const imageWidth = can.imageWidth?.max
  const imageHeight = can.imageHeight?.max
  // without a wish some phones answer with the size of the running picture
  return imageWidth && imageHeight ? camera.takePhoto({ imageWidth, imageHeight }) : camera.takePhoto()
}

async function asJpeg(photo: Blob): Promise<Still> {
  const picture = await createImageBitmap(photo)
  const { width, height } = picture
  try {
    return photo.type === 'image/jpeg' ? { blob: photo, width, height } : await drawn(picture, width, height)
  } finally {
    picture.close()
  }
}

// chosen, not measured: a hood and its ducts are seen, a nameplate is not (that is what a photo is for)
const GLANCE = { longer_px: 960, quality: 0.6 }

/** The running picture, small enough for a poor network: to be looked at, not for the file. */
export async function glance(video: HTMLVideoElement): Promise<Blob> {
  const { videoWidth, videoHeight } = video
  const scale = Math.min(1, GLANCE.longer_px / Math.max(videoWidth, videoHeight))
  const size = [Math.round(videoWidth * scale), Math.round(videoHeight * scale)] as const
  return (await drawn(video, ...size, GLANCE.quality)).blob
}

async function drawn(
  source: CanvasImageSource,
  width: number,
  height: number,
  quality = 0.93,
): Promise<Still> {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  canvas.getContext('2d')?.drawImage(source, 0, 0, width, height)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
  if (!blob) throw new Error('no picture to keep')
  return { blob, width, height }
}

function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout>
  const late = new Promise<T>((_, reject) => {
    timer = setTimeout(() => reject(new Error('late')), ms)
  })
  return Promise.race([promise, late]).finally(() => clearTimeout(timer))
}
