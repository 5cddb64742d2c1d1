/** The phone's camera and microphone. `start` inside a tap: in-app browsers show no picture otherwise. */
export type CameraFault = 'denied' | 'missing' | 'taken'
export type Facing = 'environment' | 'user'

const FULL = { width: { ideal: 1920 }, height: { ideal: 1080 } }

/** Rear camera first, then whatever there is. Throws a `CameraFault`. */
export async function openCamera(facing: Facing): Promise<MediaStream> {
  const sound = { echoCancellation: true, noiseSuppression: true }
  try {
    return await navigator.mediaDevices.getUserMedia({
      video: { facingMode: { ideal: facing }, ...FULL },
      audio: sound,
    })
  } catch (error) {
    throw faultOf(error)
  }
}

function faultOf(error: unknown): CameraFault {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  if (name === 'NotReadableError' || name === 'AbortError') return 'taken'
  return 'missing'
}

export interface Still {
  blob: Blob
  width: number
  height: number
}
interface PhotoCapture {
  takePhoto(): Promise<Blob>
}

/** A photo at the camera's full resolution while the call goes on; the running picture as fallback. */
export async function takeStill(track: MediaStreamTrack, video: HTMLVideoElement): Promise<Still> {
  const Capture = (window as unknown as { ImageCapture?: new (track: MediaStreamTrack) => PhotoCapture })
    .ImageCapture
  if (Capture) {
    try {
      const photo = await within(new Capture(track).takePhoto(), 3000)
      return await asJpeg(photo)
    } catch {
      // some phones announce it and fail; the running picture is always there
    }
  }
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')!.drawImage(video, 0, 0)
  return { blob: await jpegOf(canvas), width: canvas.width, height: canvas.height }
}

async function asJpeg(photo: Blob): Promise<Still> {
  const picture = await createImageBitmap(photo)
  const { width, height } = picture
  if (photo.type === 'image/jpeg') {
    picture.close()
    return { blob: photo, width, height }
  }
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  canvas.getContext('2d')!.drawImage(picture, 0, 0)
  picture.close()
  return { blob: await jpegOf(canvas), width, height }
}

const jpegOf = (canvas: HTMLCanvasElement): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', 0.93),
  )

const within = <T>(promise: Promise<T>, ms: number): Promise<T> =>
  Promise.race([promise, new Promise<T>((_, reject) => setTimeout(() => reject(new Error('late')), ms))])

/** How loud it is, 0 to 1, about ten times a second, until the returned function is called. */
export function watchLoudness(stream: MediaStream, heard: (level: number) => void): () => void {
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  context.createMediaStreamSource(stream).connect(analyser)
  const wave = new Uint8Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getByteTimeDomainData(wave)
    heard(Math.min(1, Math.max(...wave.map((value) => Math.abs(value - 128))) / 60))
  }, 100)
  return () => {
    clearInterval(timer)
    void context.close()
  }
}
