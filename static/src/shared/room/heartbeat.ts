const LOOK_MS = 2500
const QUIET_LOOKS = 3 // two questions unanswered; with the look before them at most 10 s

/**
 * Notices a socket over which nothing comes any more; the browser itself takes minutes.
 *
 * It counts looks, not time: timers of a page in the background run once a minute, and what has
 * arrived meanwhile counts. A page that was asleep asks first and gives the answer time to come.
 */
export class Heartbeat {
  private quiet = 0
  private hasHeard = true
  private timer: ReturnType<typeof setInterval> | undefined

  constructor(
    private readonly ask: () => void,
    private readonly dead: () => void,
  ) {}

  /** Something came. */
  heard(): void {
    this.hasHeard = true
  }

  /** A new socket is being opened. */
  start(): void {
    this.stop()
    this.quiet = 0
    this.hasHeard = true
    this.timer = setInterval(() => this.look(), LOOK_MS)
  }

  stop(): void {
    clearInterval(this.timer)
  }

  private look(): void {
    this.quiet = this.hasHeard ? 0 : this.quiet + 1
    this.hasHeard = false
    if (this.quiet >= QUIET_LOOKS) {
      this.stop()
      this.dead()
    } else if (this.quiet) this.ask()
  }
}
