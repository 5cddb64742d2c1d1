import { onScopeDispose, ref, shallowRef } from 'vue'
import type { Call } from '../types'
import { MediaLink, type LinkState } from '../../shared/rtc/media_link'
import { play } from '../../shared/rtc/dial'
import { counted, NONE } from './viewed'

/** What arrives, in the words of somebody who looks at a picture. */
export interface PictureQuality {
  width_px: number
  height_px: number
  fps: number
  kbps: number
}

const LOOK_MS = 2000
const TELL_LOOKS = 2
const FROZEN_LOOKS = 4 // 8 s without a new frame although the phone sends: the connection is dead

/** One publisher's picture, kept alive. `call` is asked on every dial, so a new token is used at once. */
export function useWatching(
  publisher: string,
  call: () => Call | null,
  refresh: () => Promise<void>,
  isSending: () => boolean,
  send: (frame: Record<string, unknown>) => unknown,
) {
  const state = ref<LinkState>('off')
  const stream = shallowRef<MediaStream | null>(null)
  /** No new frame for two seconds although the connection stands. */
  const isFrozen = ref(false)
  const quality = ref<PictureQuality | null>(null)
  const link = new MediaLink(
    async () => {
      const seat = call()
      if (!seat) throw new Error('no seat yet')
      return play(`${seat.whep}${encodeURIComponent(publisher)}`, seat.token, seat.ice_servers)
    },
    {
      changed: (now, dialled) => {
        state.value = now
        stream.value = now === 'up' ? (dialled?.stream ?? null) : null
        isFrozen.value = false
        if (now !== 'up') quality.value = null
      },
      staleToken: refresh,
    },
  )

  let frames = 0
  let bytes = 0
  let stood = 0
  let freezes = NONE
  let looks = 0
  /** The service can measure neither. */
  function tell({ width_px, height_px }: PictureQuality): void {
    looks += 1
    if (looks % TELL_LOOKS === 0) {
      send({ type: 'watching', publisher, width_px, height_px, freezes: freezes.total })
    }
  }
  async function look(): Promise<void> {
    if (state.value !== 'up' || !link.pc) return
    const reports = await link.pc.getStats()
    for (const report of reports.values()) {
      if (report.type !== 'inbound-rtp' || report.kind !== 'video') continue
      stood = report.framesDecoded === frames ? stood + 1 : 0
      quality.value = {
        width_px: report.frameWidth ?? 0,
        height_px: report.frameHeight ?? 0,
        fps: Math.round(report.framesPerSecond ?? 0),
        kbps: Math.max(0, Math.round(((report.bytesReceived - bytes) * 8) / LOOK_MS)),
      }
      freezes = counted(freezes, report.freezeCount ?? 0)
      tell(quality.value)
      frames = report.framesDecoded
      bytes = report.bytesReceived
    }
    isFrozen.value = stood >= 1
    if (stood >= FROZEN_LOOKS && isSending()) {
      stood = 0
      link.redial()
    }
  }
  const timer = setInterval(() => void look(), LOOK_MS)
  onScopeDispose(() => {
    clearInterval(timer)
    link.stop()
  })
  return {
    state,
    stream,
    quality,
    isFrozen,
    start: () => link.start(),
    nudge: () => link.nudge(),
    gone: () => link.gone(),
    redial: () => link.redial(),
  }
}

export type Watching = ReturnType<typeof useWatching>
