/** The cross that points without a pointer: arrow keys move it, at the rim they turn the view. */
import { ref } from 'vue'

const STEP_PX = 8
const FINE_PX = 1 // with Shift
const RIM_PX = 120
const WAYS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

export function useCross(point: (x: number, y: number) => void, turn: (dx: number, dy: number) => void) {
  const middle = () => ({ x: innerWidth / 2, y: innerHeight * 0.42 })
  const at = ref(middle())

  /** Back to the middle: measuring begins, or the window has another size. */
  function centre(): void {
    at.value = middle()
  }

  /** Whether the key was one of its own. */
  function press(event: KeyboardEvent): boolean {
    const isOnButton = event.target instanceof Element && event.target.closest('button, a, input') !== null
    if (event.key === 'Enter' && !isOnButton) {
      set()
      return true
    }
    const way = WAYS[event.key]
    if (!way) return false
    event.preventDefault()
    const step = event.shiftKey ? FINE_PX : STEP_PX
    const [dx, dy] = [way[0] * step, way[1] * step]
    const to = { x: at.value.x + dx, y: at.value.y + dy }
    const isInside =
      to.x > RIM_PX && to.x < innerWidth - RIM_PX && to.y > RIM_PX && to.y < innerHeight - RIM_PX
    if (isInside) at.value = to
    else turn(dx, dy)
    return true
  }
  function set(): void {
    point(at.value.x, at.value.y)
  }
  return { at, centre, press, set }
}
