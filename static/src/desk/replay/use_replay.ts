import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { server } from '../server'
import { FilmSource } from './film_source'
import { gapAt, nearestSeen, partNamed, type Recording, spanAt } from './timeline'

const POLL_MS = 2000
const FRAME_MS = 1000 / 30
const SHARP_MS = 400 // after the last move of the pointer the picture under it is fetched

/** What the large picture shows: the present, or a moment of the recording. */
export type Looking = { is: 'live' } | { is: 'back'; at_ms: number; isPlaying: boolean }

/** Looking back in the recording of one participant while the call goes on. */
export function useReplay(caseId: string, participant: string, room: () => string | undefined) {
  const recording = shallowRef<Recording | null>(null)
  const isRecorded = ref(false)
  const looking = ref<Looking>({ is: 'live' })
  const isLoading = ref(false)
  const canPlay = ref(true)
  const now_ms = ref(Date.now())
  const video = shallowRef<HTMLVideoElement | null>(null)
  let source: FilmSource | null = null
  let ahead_ms = 0
  let moved: ReturnType<typeof setTimeout> | undefined

  async function read(): Promise<void> {
    const answer = await server.recordings(caseId).catch(() => null)
    if (!answer) return
    ahead_ms = answer.now_ms - Date.now()
    const own = answer.recordings.filter((one) => one.participant === participant)
    recording.value = own.find((one) => one.room === room()) ?? null
    isRecorded.value = recording.value !== null
    const name = source?.name
    const part = name && recording.value ? partNamed(recording.value, name) : undefined
    if (part) source?.grow(part)
  }

  /** Shows a moment, or the nearest one that was recorded. */
  function go(at_ms: number, isPlaying = false): void {
    const seen = recording.value && nearestSeen(recording.value, at_ms)
    if (seen === null || seen === undefined) return
    looking.value = { is: 'back', at_ms: seen, isPlaying }
    if (video.value) show(seen)
  }
  /** While the pointer moves only the place is shown; the picture follows when it rests. */
  function drag(at_ms: number): void {
    const seen = recording.value && nearestSeen(recording.value, at_ms)
    if (seen === null || seen === undefined) return
    looking.value = { is: 'back', at_ms: seen, isPlaying: false }
    video.value?.pause()
    clearTimeout(moved)
    moved = setTimeout(() => go(seen), SHARP_MS / 4)
  }

  function show(at_ms: number): void {
    const all = recording.value
    const span = all && spanAt(all, at_ms)
    const part = span && partNamed(all, span.part)
    const screen = video.value
    if (!part || !screen) return
    if (source?.name !== part.name) {
      source?.close()
      canPlay.value = MediaSource.isTypeSupported(part.mime)
      source = canPlay.value
        ? new FilmSource(screen, part, () => {
            canPlay.value = false
          })
        : null
    }
    isLoading.value = true
    source?.seek(at_ms)
    watchFrames(screen)
    if (looking.value.is === 'back' && looking.value.isPlaying) void screen.play().catch(() => undefined)
    else screen.pause()
  }

  let watched: HTMLVideoElement | null = null
  /** Every frame that is shown says which moment it is of, to the millisecond. */
  function watchFrames(screen: HTMLVideoElement): void {
    if (watched === screen) return
    watched = screen
    screen.addEventListener('seeked', () => {
      isLoading.value = false
    })
    const note: VideoFrameRequestCallback = (_now, frame) => {
      if (watched !== screen) return
      // a frame from before the jump may still be on its way
      if (source && looking.value.is === 'back' && !screen.seeking) {
        isLoading.value = false
        looking.value = { ...looking.value, at_ms: source.momentOf(frame.mediaTime) }
        goOver()
      }
      screen.requestVideoFrameCallback(note)
    }
    screen.requestVideoFrameCallback(note)
  }

  /** At the end of a film, or of a span of it, the next one follows. */
  function goOver(): void {
    const all = recording.value
    if (!all || looking.value.is !== 'back' || !looking.value.isPlaying) return
    const { at_ms } = looking.value
    const span = all.spans.find(
      (one) => one.part === source?.name && one.from_ms <= at_ms && at_ms <= one.to_ms,
    )
    if (span && at_ms < span.to_ms - FRAME_MS) return
    const next = all.spans.find((one) => one.from_ms >= (span?.to_ms ?? at_ms) && one !== span)
    if (next && next.part !== source?.name) go(next.from_ms, true)
  }

  function play(): void {
    if (looking.value.is !== 'back') return
    const isPlaying = !looking.value.isPlaying
    looking.value = { ...looking.value, isPlaying }
    if (isPlaying) void video.value?.play().catch(() => undefined)
    else video.value?.pause()
  }
  function step(frames: number): void {
    if (looking.value.is === 'back') go(looking.value.at_ms + frames * FRAME_MS * (frames > 0 ? 1.05 : 0.95))
  }
  function jump(seconds: number): void {
    const from = looking.value.is === 'back' ? looking.value.at_ms : now_ms.value
    go(from + seconds * 1000, looking.value.is === 'back' && looking.value.isPlaying)
  }
  function toLive(): void {
    clearTimeout(moved)
    looking.value = { is: 'live' }
    isLoading.value = false
    watched = null
    source?.close()
    source = null
  }
  /** What is shown of the past, small, as a data URL. */
  function look(): string {
    const seen = video.value
    if (!seen?.videoWidth) return ''
    const small = document.createElement('canvas')
    small.width = 284
    small.height = Math.round((284 * seen.videoHeight) / seen.videoWidth)
    small.getContext('2d')?.drawImage(seen, 0, 0, small.width, small.height)
    return small.toDataURL('image/jpeg', 0.7)
  }

  watch(
    video,
    (screen) => {
      if (screen && looking.value.is === 'back') show(looking.value.at_ms)
    },
    { flush: 'post' },
  )
  const poll = setInterval(() => void read(), POLL_MS)
  const tick = setInterval(() => {
    now_ms.value = Date.now() + ahead_ms
  }, 500)
  onScopeDispose(() => {
    clearInterval(poll)
    clearInterval(tick)
    toLive()
  })
  const gap = computed(() =>
    recording.value && looking.value.is === 'back' ? gapAt(recording.value, looking.value.at_ms) : undefined,
  )
  return {
    recording,
    isRecorded,
    looking,
    isLoading,
    canPlay,
    now_ms,
    video,
    gap,
    read,
    go,
    drag,
    play,
    step,
    jump,
    toLive,
    look,
  }
}

export type Replay = ReturnType<typeof useReplay>
