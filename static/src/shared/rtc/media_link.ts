import { type Dialled, MediaRefused } from './dial'

const PAUSES_MS = [300, 600, 1200, 2400, 4800, 7000] // scorecard: delays of a reconnect
const LOST_AFTER_MS = 2500

/** Keeps one media connection up: dials, watches, dials anew until closed. */
export class MediaLink {
  private dialled: Dialled | null = null
  private timer: ReturnType<typeof setTimeout> | undefined
  private tries = 0
  private isOver = false

  /**
   * @param dial makes one connection
   * @param up called with each new connection
   * @param down called when it is lost
   * @param refused called for answers that a new seat would mend (401, 404)
   */
  constructor(
    private readonly dial: () => Promise<Dialled>,
    private readonly up: (dialled: Dialled) => void,
    private readonly down: () => void,
    private readonly refused: () => void,
  ) {
    void this.connect()
  }

  close(): void {
    this.isOver = true
    clearTimeout(this.timer)
    this.dialled?.hangUp()
    this.dialled = null
  }

  /** Changes what goes over the connection; dials anew where `act` answers that it could not. */
  async change(act: (dialled: Dialled) => Promise<boolean>): Promise<void> {
    const { dialled } = this
    if (dialled && !(await act(dialled))) this.lose(dialled)
  }

  private async connect(): Promise<void> {
    try {
      const dialled = await this.dial()
      if (this.isOver) return dialled.hangUp()
      this.dialled = dialled
      this.watch(dialled)
      this.up(dialled)
    } catch (error) {
      if (error instanceof MediaRefused && (error.status === 401 || error.status === 404)) this.refused()
      this.again()
    }
  }

  private watch(dialled: Dialled): void {
    let lost: ReturnType<typeof setTimeout> | undefined
    dialled.pc.addEventListener('connectionstatechange', () => {
      const state = dialled.pc.connectionState
      if (state === 'connected') {
        this.tries = 0
        clearTimeout(lost)
      } else if (state === 'disconnected') {
        lost = setTimeout(() => this.lose(dialled), LOST_AFTER_MS)
      } else if (state === 'failed' || state === 'closed') this.lose(dialled)
    })
  }

  private lose(dialled: Dialled): void {
    if (this.dialled !== dialled || this.isOver) return
    this.dialled = null
    dialled.hangUp()
    this.down()
    this.again()
  }

  private again(): void {
    if (this.isOver) return
    const pause = PAUSES_MS[Math.min(this.tries, PAUSES_MS.length - 1)]!
    this.tries += 1
    this.timer = setTimeout(() => void this.connect(), pause)
  }
}
