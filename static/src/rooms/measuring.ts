/** The state of measuring in one scene: its depth map, points set so far, lengths between them. */
import { computed, ref, shallowRef } from 'vue'
import { loadDepth } from './depth'
import { CLICK_RAD, type Depth, type Measured, type Point, measured, pointAt } from './measure'

const MOST_LINES = 8

export interface Mark {
  yaw_deg: number
  pitch_deg: number
  point: Point
}
export interface Line {
  from: Mark
  to: Mark
  measured: Measured
}
export type Readiness = 'loading' | 'ready' | 'failed' | 'missing'

/** The oldest lines go first, always both ends of one. */
const bounded = (marks: Mark[]) => marks.slice(marks.length > 2 * MOST_LINES ? 2 : 0)

export function useMeasuring(load = loadDepth) {
  const sets = shallowRef<Mark[]>([])
  const readiness = ref<Readiness>('missing')
  const isNothing = ref(false)
  let depth: Depth | null = null
  let loaded = ''
  let stop = new AbortController()

  const lines = computed<Line[]>(() =>
    sets.value.flatMap((to, at) => {
      const from = sets.value[at - 1]
      return at % 2 && from ? [{ from, to, measured: measured(from.point, to.point) }] : []
    }),
  )
  const pending = computed(() => (sets.value.length % 2 ? sets.value.at(-1)! : null))

  /** Takes the depth of another scene, or of the same anew; `null`: it has none yet. */
  async function use(url: string | null): Promise<void> {
    if (url === loaded && readiness.value !== 'failed') return
    stop.abort()
    stop = new AbortController()
    const { signal } = stop
    depth = null
    sets.value = []
    isNothing.value = false
    loaded = url ?? ''
    readiness.value = url ? 'loading' : 'missing'
    if (!url) return
    try {
      const found = await load(url, signal)
      if (signal.aborted) return
      depth = found
      readiness.value = 'ready'
    } catch {
      if (!signal.aborted) readiness.value = 'failed'
    }
  }

  /** Sets a point where one clicked; `off_rad` is what the pointer may miss on this screen. */
  function add(yaw_deg: number, pitch_deg: number, off_rad: number): void {
    if (!depth) return
    const point = pointAt(depth, yaw_deg, pitch_deg, Math.hypot(CLICK_RAD, off_rad))
    isNothing.value = point === null
    if (point) sets.value = bounded([...sets.value, { yaw_deg, pitch_deg, point }])
  }

  function undo(): void {
    sets.value = sets.value.slice(0, -1)
    isNothing.value = false
  }
  function clear(): void {
    sets.value = []
    isNothing.value = false
  }
  return { sets, lines, pending, readiness, isNothing, use, add, undo, clear }
}
