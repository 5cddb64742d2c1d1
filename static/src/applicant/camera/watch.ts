/** Why a running camera went away, in the words the desk knows. */
export type LossCause = 'taken_by_phone' | 'background' | 'ended'

const MUTED_MS = 1200 // shorter silences are the phone focusing or turning

interface Page {
  readonly visibilityState: DocumentVisibilityState
}
type Track = Pick<MediaStreamTrack, 'addEventListener' | 'removeEventListener' | 'muted' | 'readyState'>

/**
 * Tells when a running camera is taken away and when it comes back by itself. A phone call mutes
 * the track on iPhones and ends it on others; an app switch does either.
 *
 * @returns stops watching
 */
export function watchTrack(
  track: Track,
  lost: (cause: LossCause) => void,
  back: () => void,
  page: Page = document,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isLost = false
  const lose = (cause: LossCause) => {
    isLost = true
    lost(page.visibilityState === 'hidden' ? 'background' : cause)
  }
  const muted = () => {
    clearTimeout(timer)
    timer = setTimeout(() => lose('taken_by_phone'), MUTED_MS)
  }
  const unmuted = () => {
    clearTimeout(timer)
    if (isLost) back()
    isLost = false
  }
  const ended = () => {
    clearTimeout(timer)
    lose('ended')
  }
  track.addEventListener('mute', muted)
  track.addEventListener('unmute', unmuted)
  track.addEventListener('ended', ended)
  if (track.muted) muted()
  return () => {
    clearTimeout(timer)
    track.removeEventListener('mute', muted)
    track.removeEventListener('unmute', unmuted)
    track.removeEventListener('ended', ended)
  }
}
