import { ref } from 'vue'
import type { Position } from './telling'

const WATCH = { enableHighAccuracy: true, maximumAge: 5000, timeout: 20_000 }
const DENIED = 1 // GeolocationPositionError.PERMISSION_DENIED

/** Where this phone is, once `start` was called. Refusing it is lawful and stops nothing. */
export function usePosition(
  geolocation: Pick<Geolocation, 'watchPosition' | 'clearWatch'> | undefined = navigator.geolocation,
) {
  const state = ref<Position>({ is: 'unasked' })
  let watching: number | null = null

  function start(): void {
    if (watching !== null) return
    if (!geolocation) {
      state.value = { is: 'unavailable' }
      return
    }
    state.value = { is: 'asking' }
    watching = geolocation.watchPosition(
      ({ coords, timestamp }) => {
        state.value = {
          is: 'known',
          latitude: coords.latitude,
          longitude: coords.longitude,
          accuracy_m: coords.accuracy,
          at: timestamp,
        }
      },
      ({ code }) => {
        // no fix just now does not make the last one wrong: it grows old by itself
        if (code === DENIED) state.value = { is: 'denied' }
        else if (state.value.is !== 'known') state.value = { is: 'unavailable' }
      },
      WATCH,
    )
  }

  function stop(): void {
    if (watching !== null) geolocation?.clearWatch(watching)
    watching = null
    state.value = { is: 'unasked' }
  }

  return { state, start, stop }
}

export type PositionWatch = ReturnType<typeof usePosition>
