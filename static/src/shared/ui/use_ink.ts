import { computed, onMounted, onUnmounted, type Ref, shallowRef, triggerRef } from 'vue'
import { type Stroke, draw, isSignature } from './ink'

const LEAST_SCALE = 2 // the record prints it 4 cm wide: twice the screen's pixels stay sharp
const PEN = { lineWidth: 3.3, lineCap: 'round', lineJoin: 'round', strokeStyle: '#10261f' } as const

/** The ink on one canvas: bind the pointer handlers; `png` hands out base64. */
export function useInk(canvas: Ref<HTMLCanvasElement | undefined>) {
  const strokes = shallowRef<Stroke[]>([])
  const isSigned = computed(() => isSignature(strokes.value))
  let pen: CanvasRenderingContext2D | null = null
  let current: Stroke | null = null

  /** Also after a turn of the phone: the canvas forgets, the strokes stay. */
  function redraw(): void {
    const element = canvas.value
    if (!element) return
    const scale = Math.max(LEAST_SCALE, window.devicePixelRatio)
    element.width = element.clientWidth * scale
    element.height = element.clientHeight * scale
    pen = element.getContext('2d')
    if (!pen) return
    pen.scale(scale, scale)
    Object.assign(pen, PEN)
    for (const stroke of strokes.value) draw(pen, stroke)
  }
  function dot(event: PointerEvent) {
    const box = canvas.value!.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  function begin(event: PointerEvent): void {
    canvas.value?.setPointerCapture(event.pointerId)
    current = [dot(event)]
    strokes.value = [...strokes.value, current]
  }
  function go(event: PointerEvent): void {
    if (!current || !pen) return
    const steps = event.getCoalescedEvents?.() ?? []
    for (const step of steps.length ? steps : [event]) current.push(dot(step))
    draw(pen, current.slice(-8)) // the whole line again only when it is done
  }
  function end(): void {
    if (!current) return
    current = null
    triggerRef(strokes)
    redraw()
  }
  function keep(left: Stroke[]): void {
    strokes.value = left
    redraw()
  }

  const watcher = new ResizeObserver(redraw)
  onMounted(() => {
    redraw()
    if (canvas.value) watcher.observe(canvas.value)
  })
  onUnmounted(() => watcher.disconnect())

  return {
    strokes,
    isSigned,
    begin,
    go,
    end,
    undo: () => keep(strokes.value.slice(0, -1)),
    clear: () => keep([]),
    png: () => canvas.value!.toDataURL('image/png').split(',')[1]!,
  }
}
