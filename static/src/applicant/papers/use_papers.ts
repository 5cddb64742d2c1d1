import { onUnmounted, type Ref, shallowRef, watch } from 'vue'
import type { Visit } from '../visit'
import { type Papers, readPapers } from './papers'

const LOOK_EVERY_MS = 15_000

/** The papers of a visit, read once it is known and then as long as any follow. */
export function usePapers(visit: Ref<Visit | null>) {
  const papers = shallowRef<Papers | null>(null)
  let timer: ReturnType<typeof setInterval> | undefined

  async function look(): Promise<void> {
    // Without them the page is what it is for everybody else; the next look may succeed.
    papers.value = await readPapers().catch(() => papers.value)
    if (papers.value?.gaps.length && !timer) timer = setInterval(() => void look(), LOOK_EVERY_MS)
  }
  watch(
    () => visit.value?.case.number,
    (number) => {
      if (number) void look()
    },
    { immediate: true },
  )
  onUnmounted(() => clearInterval(timer))
  return { papers, look }
}
