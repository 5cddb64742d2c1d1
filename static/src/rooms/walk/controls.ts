/** Keys, pointer and stick as one wish of where to go. */
import { type Walker, type Wish, tilted } from './walker'

const LOOK_RAD_PX = 0.0042
const STILL: Wish = { ahead: 0, aside: 0, turn: 0, tilt: 0 }
/** Keys by their place on the keyboard, so that every layout has the same four under the fingers. */
const KEYS: Record<string, Partial<Wish>> = {
  KeyW: { ahead: 1 },
  ArrowUp: { ahead: 1 },
  KeyS: { ahead: -1 },
  ArrowDown: { ahead: -1 },
  KeyA: { aside: -1 },
  KeyD: { aside: 1 },
  ArrowLeft: { turn: -1 },
  ArrowRight: { turn: 1 },
  KeyQ: { turn: -1 },
  KeyE: { turn: 1 },
  PageUp: { tilt: 1 },
  PageDown: { tilt: -1 },
}

export class Controls {
  private readonly held = new Set<string>()
  private readonly stop = new AbortController()
  private drag: { id: number; x: number; y: number } | null = null
  /** What the stick on the screen asks for. */
  stick = { ahead: 0, aside: 0 }

  constructor(
    canvas: HTMLElement,
    private readonly look: (change: (at: Walker) => Walker) => void,
    private readonly wake: () => void,
  ) {
    const { signal } = this.stop
    window.addEventListener('keydown', (event) => this.press(event), { signal })
    window.addEventListener('keyup', ({ code }) => this.held.delete(code), { signal })
    // Whoever leaves the window lets go of keys that nobody tells of.
    window.addEventListener('blur', () => this.held.clear(), { signal })
    canvas.addEventListener('pointerdown', (event) => this.grab(event, canvas), { signal })
    canvas.addEventListener('pointermove', (event) => this.drags(event), { signal })
    for (const end of ['pointerup', 'pointercancel'] as const)
      canvas.addEventListener(
        end,
        () => {
          this.drag = null
        },
        { signal },
      )
  }

  get wish(): Wish {
    const sum = { ...STILL, ...this.stick }
    for (const key of this.held)
      for (const [what, by] of Object.entries(KEYS[key]!)) sum[what as keyof Wish] += by
    return sum
  }

  get isMoving(): boolean {
    return this.held.size > 0 || this.stick.ahead !== 0 || this.stick.aside !== 0
  }

  close(): void {
    this.stop.abort()
  }

  private press(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.code]) return
    event.preventDefault()
    this.held.add(event.code)
    this.wake()
  }

  private grab(event: PointerEvent, canvas: HTMLElement): void {
    canvas.setPointerCapture(event.pointerId)
    this.drag = { id: event.pointerId, x: event.clientX, y: event.clientY }
  }

  private drags({ pointerId, clientX, clientY }: PointerEvent): void {
    if (this.drag?.id !== pointerId) return
    const [dx, dy] = [clientX - this.drag.x, clientY - this.drag.y]
    this.drag = { id: pointerId, x: clientX, y: clientY }
    this.look((at) => tilted({ ...at, yaw_rad: at.yaw_rad - dx * LOOK_RAD_PX }, dy * LOOK_RAD_PX))
  }
}
