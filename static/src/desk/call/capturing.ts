import { computed, reactive, ref } from 'vue'
import { say } from '../parts/say'
import { Refused, server } from '../server'
import type { Calling } from './calling'
import { STRIP } from './texts'

/** Evidence on its way: frames by the server, stills by the phone, each bound to its item from the start. */
export function useCapturing(caseId: string, calling: Calling) {
  const running = reactive<Record<string, number>>({})
  const flash = ref(0)

  async function capture(item: string): Promise<void> {
    running[item] = (running[item] ?? 0) + 1
    flash.value += 1
    try {
      calling.keep(await server.capture(caseId, item))
    } catch (error) {
      say(Refused.from(error), 'error')
    } finally {
      running[item] = (running[item] ?? 1) - 1
    }
  }

  function still(item: string): void {
    if (!calling.send({ type: 'want_still', item })) say(STRIP.refused, 'warning')
  }

  const countOf = (told: Record<string, string>, item: string) =>
    Object.values(told).filter((one) => one === item).length
  const pendingOf = (item: string) => ({
    capturing: running[item] ?? 0,
    wanted: countOf(calling.room.value.stillsWanted, item),
    promised: countOf(calling.room.value.promised, item),
  })
  const isBusy = computed(() => Object.values(running).some((count) => count > 0))
  return { capture, still, pendingOf, flash, isBusy }
}
