import { ref, shallowRef } from 'vue'
import { CameraFault, type FaultCode } from './fault'
import { openShown, shows } from './first_frame'
import { type Facing, openBoth, openPicture, shut, shutPicture } from './open'
import { type LossCause, watchTrack } from './watch'

/** What the phone's camera is doing, as the page shows it to both sides. */
export type CameraState =
  | { is: 'off' }
  | { is: 'starting' }
  | { is: 'live' }
  | { is: 'lost'; cause: LossCause | FaultCode }

const AGAIN_MS = [1500, 3000, 6000] // a phone call ends when it ends; afterwards every six seconds

/**
 * The camera and microphone of this page. Call `start` inside a tap: in-app browsers show no
 * picture otherwise. A camera that was taken away comes back by itself as soon as the phone lets it.
 */
export function useCamera() {
  const state = shallowRef<CameraState>({ is: 'off' })
  const stream = shallowRef<MediaStream | null>(null)
  const facing = ref<Facing>('environment')
  const isMuted = ref(false)
  const isTrying = ref(false)
  let video: HTMLVideoElement | null = null
  let stopWatching = () => {}
  let timer: ReturnType<typeof setTimeout> | undefined
  let tries = 0

  /** From now on the picture is shown here. */
  function showIn(element: HTMLVideoElement): void {
    video = element
    if (stream.value) void shows(element, stream.value)
  }

  /** This place is gone; another that took over stays. */
  function leave(element: HTMLVideoElement): void {
    if (video === element) video = null
  }

  /** Opens camera and microphone and waits for a running picture. Throws a `CameraFault`. */
  async function start(): Promise<void> {
    shut(stream.value)
    await take(() => openBoth(facing.value), shut)
  }

  /** The other camera, without a reload and without touching the microphone. */
  async function flip(): Promise<void> {
    const before = facing.value
    facing.value = before === 'environment' ? 'user' : 'environment'
    try {
      await take(pictureAnew, shutPicture)
    } catch {
      facing.value = before // a phone with one camera keeps the one it has
      await again().catch(() => undefined)
    }
  }

  /** Gets a lost camera back. Throws a `CameraFault`. */
  async function again(): Promise<void> {
    const hasSound = stream.value?.getAudioTracks().some((one) => one.readyState === 'live' && !one.muted)
    if (hasSound) await take(pictureAnew, shutPicture)
    else await start()
  }

  async function pictureAnew(): Promise<MediaStream> {
    const before = stream.value
    if (before) shutPicture(before) // many phones refuse a second camera while the first is open
    const picture = await openPicture(facing.value)
    return new MediaStream([...picture.getVideoTracks(), ...(before?.getAudioTracks() ?? [])])
  }

  async function take(open: () => Promise<MediaStream>, letGo: (stream: MediaStream) => void): Promise<void> {
    clearTimeout(timer)
    stopWatching()
    isTrying.value = true
    // what was lost stays lost in words until a picture runs again
    if (state.value.is !== 'lost') state.value = { is: 'starting' }
    try {
      const opened = await openShown(open, async (one) => (video ? await shows(video, one) : true), letGo)
      for (const track of opened.getAudioTracks()) track.enabled = !isMuted.value
      stopWatching = watchTrack(opened.getVideoTracks()[0]!, lose, live)
      stream.value = opened
      live()
    } catch (error) {
      const fault = CameraFault.from(error)
      sayLost(fault.code)
      throw fault
    } finally {
      isTrying.value = false
    }
  }

  function live(): void {
    clearTimeout(timer)
    tries = 0
    state.value = { is: 'live' }
  }

  function lose(cause: LossCause): void {
    sayLost(cause)
    tryLater()
  }

  function sayLost(cause: LossCause | FaultCode): void {
    if (state.value.is !== 'lost' || state.value.cause !== cause) state.value = { is: 'lost', cause }
  }

  function tryLater(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void tryNow(), AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)])
    tries += 1
  }

  async function tryNow(): Promise<void> {
    if (state.value.is !== 'lost' || isTrying.value || document.visibilityState === 'hidden') return
    await again().catch((fault: CameraFault) => {
      if (fault.code !== 'denied') tryLater() // asking again and again would be rude
    })
  }

  /** The page is in front again: an app switch may have ended the camera. */
  async function seen(): Promise<void> {
    const track = stream.value?.getVideoTracks()[0]
    if (!track || isTrying.value) return
    // the phone gives a muted camera back within a second, if it does
    if (track.readyState === 'ended' || track.muted) lose('background')
    else if (video && stream.value) await shows(video, stream.value)
  }

  /** Switches the microphone off or on; another camera keeps it so. */
  function mute(on: boolean): void {
    isMuted.value = on
    for (const track of stream.value?.getAudioTracks() ?? []) track.enabled = !on
  }

  /** Lets go of camera and microphone. */
  function stop(): void {
    clearTimeout(timer)
    stopWatching()
    shut(stream.value)
    stream.value = null
    state.value = { is: 'off' }
  }

  return { state, stream, facing, isMuted, isTrying, showIn, leave, start, again, flip, seen, mute, stop }
}

export type Camera = ReturnType<typeof useCamera>
