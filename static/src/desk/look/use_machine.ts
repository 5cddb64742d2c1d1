import { onUnmounted, ref } from 'vue'
import { say } from '../parts/say'
import { Refused } from '../server'

/** One question to a machine at a time; it ends when it is stopped or the tool is left. */
export function useMachine() {
  const isBusy = ref(false)
  let current: AbortController | null = null

  /** The answer; `null` when it was given up or refused, which is said. */
  async function ask<T>(question: (given_up: AbortSignal) => Promise<T>): Promise<T | null> {
    current?.abort()
    const mine = new AbortController()
    current = mine
    isBusy.value = true
    try {
      return await question(mine.signal)
    } catch (error) {
      if (!mine.signal.aborted) say(Refused.from(error), 'error')
      return null
    } finally {
      if (current === mine) {
        current = null
        isBusy.value = false
      }
    }
  }
  function stop(): void {
    current?.abort()
    current = null
    isBusy.value = false
  }
  onUnmounted(stop)
  return { isBusy, ask, stop }
}
