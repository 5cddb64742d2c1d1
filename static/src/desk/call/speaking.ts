import { onScopeDispose, ref, shallowRef } from 'vue'
import type { Call } from '../types'
import { MediaLink, type LinkState } from '../../shared/rtc/media_link'
import { FACE, publish } from '../../shared/rtc/dial'

export type Devices = 'asking' | 'both' | 'microphone' | 'none'

/** The inspector's own microphone and camera; without either the call goes on, watching only. */
export function useSpeaking(call: () => Call | null, refresh: () => Promise<void>) {
  const devices = ref<Devices>('asking')
  const state = ref<LinkState>('off')
  const stream = shallowRef<MediaStream | null>(null)
  const isMuted = ref(false)
  const isHidden = ref(false)
  const link = new MediaLink(
    async () => {
      const seat = call()
      if (!seat || !stream.value) throw new Error('no seat or no microphone yet')
      return publish(seat.whip, seat.token, seat.ice_servers, stream.value, FACE)
    },
    {
      changed: (now) => {
        state.value = now
      },
      staleToken: refresh,
    },
  )

  async function open(): Promise<void> {
    devices.value = 'asking'
    const audio = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
    const video = { width: { ideal: 320 }, height: { ideal: 240 }, frameRate: { max: 15 } }
    stream.value = await take({ audio, video })
      .catch(() => take({ audio }))
      .catch(() => null)
    const hasPicture = (stream.value?.getVideoTracks().length ?? 0) > 0
    devices.value = stream.value ? (hasPicture ? 'both' : 'microphone') : 'none'
    if (stream.value) link.start()
  }

  async function take(wanted: MediaStreamConstraints): Promise<MediaStream> {
    // absent on plain http outside localhost
    if (!navigator.mediaDevices) throw new Error('no media devices')
    return navigator.mediaDevices.getUserMedia(wanted)
  }

  function mute(): void {
    isMuted.value = !isMuted.value
    for (const track of stream.value?.getAudioTracks() ?? []) track.enabled = !isMuted.value
  }

  function hide(): void {
    isHidden.value = !isHidden.value
    for (const track of stream.value?.getVideoTracks() ?? []) track.enabled = !isHidden.value
  }

  onScopeDispose(() => {
    link.stop()
    for (const track of stream.value?.getTracks() ?? []) track.stop()
  })
  return {
    devices,
    state,
    stream,
    isMuted,
    isHidden,
    open,
    mute,
    hide,
    gone: () => link.gone(),
    nudge: () => link.nudge(),
    redial: () => link.redial(),
  }
}

export type Speaking = ReturnType<typeof useSpeaking>
