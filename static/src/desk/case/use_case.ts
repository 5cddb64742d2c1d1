import { computed, onMounted, onUnmounted, ref, shallowRef } from 'vue'
import { Refused, server } from '../server'
import { isSignedOut } from '../session'
import type { CaseFile } from '../types'

const EXPECTING_MS = 2000 // somebody is about to sign, or a delivery is under way
const QUIET_MS = 10_000
const OPEN_STATES = new Set(['inspecting', 'reviewing', 'determined'])

/** One case, read again as often as something is expected to happen. */
export function useCase(id: string) {
  const file = shallowRef<CaseFile | null>(null)
  const problem = shallowRef<Refused | null>(null)
  const now = ref(Date.now())
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false

  const isExpecting = computed(() => {
    const one = file.value
    if (!one) return false
    return OPEN_STATES.has(one.state) || one.deliveries.some(({ state }) => state === 'waiting')
  })

  async function read(): Promise<void> {
    clearTimeout(timer)
    try {
      file.value = await server.case(id)
      problem.value = null
    } catch (error) {
      const refused = Refused.from(error)
      if (!isSignedOut(refused)) problem.value = refused
    }
    now.value = Date.now()
    if (!isOver) timer = setTimeout(again, isExpecting.value ? EXPECTING_MS : QUIET_MS)
  }
  function again(): void {
    if (document.hidden) timer = setTimeout(again, QUIET_MS)
    else void read()
  }

  onMounted(() => void read())
  onUnmounted(() => {
    isOver = true
    clearTimeout(timer)
  })
  return { file, problem, now, read }
}
