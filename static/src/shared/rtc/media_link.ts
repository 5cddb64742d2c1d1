import { pauseBefore, refusalOf } from '../retry'
import { type Dialled, MediaRefused } from './dial'
import { watchProgress } from './progress'

/** What a media connection does right now, as the page shows it. */
export type LinkState = 'off' | 'connecting' | 'up' | 'absent' | 'lost'

export interface LinkEvents {
  changed: (state: LinkState, dialled: Dialled | null) => void
  /** The token was refused: bring a new one before the next try. */
  staleToken: () => Promise<void>
}

const GRACE_MS = 2500 // a network change heals itself within this, else a new connection is quicker
const SETUP_MS = 8000

/** Keeps one connection alive: dials again after every loss until it is stopped. */
export class MediaLink {
  private generation = 0
  private dialled: Dialled | null = null
  private tries = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private stopWatching: () => void = () => undefined
  state: LinkState = 'off'

  constructor(
    private readonly dial: () => Promise<Dialled>,
    private readonly events: LinkEvents,
  ) {}

  get pc(): RTCPeerConnection | null {
    return this.dialled?.pc ?? null
  }

  start(): void {
    if (this.state === 'off') void this.connect()
  }

  stop(): void {
    this.drop()
    this.become('off')
  }

  /** Try now: somebody said that the other end is there again. */
  nudge(): void {
    if (this.state !== 'absent' && this.state !== 'lost') return
    this.redial()
  }

  /** The room says that what goes over this connection has ended, whatever the browser still believes. */
  gone(): void {
    if (this.state !== 'up') return // said about the connection before
    this.drop()
    this.tries = 0
    this.later('lost')
  }

  /** Give up this connection and dial a new one, e.g. after the server restarted. */
  redial(): void {
    if (this.state === 'off') return
    this.drop()
    this.tries = 0
    void this.connect()
  }

  /** Changes what goes over the connection; dials anew where `act` answers that it could not. */
  async change(act: (dialled: Dialled) => Promise<boolean>): Promise<void> {
    const { dialled } = this
    if (dialled && !(await act(dialled)) && this.dialled === dialled) this.redial()
  }

  private drop(): void {
    this.generation += 1
    clearTimeout(this.timer)
    this.stopWatching()
    this.dialled?.hangUp()
    this.dialled = null
  }

  private become(state: LinkState): void {
    this.state = state
    this.events.changed(state, this.dialled)
  }

  private async connect(): Promise<void> {
    const mine = ++this.generation
    if (this.state !== 'absent') this.become('connecting')
    try {
      const dialled = await this.dial()
      if (mine !== this.generation) return dialled.hangUp()
      this.dialled = dialled
      this.watch(dialled.pc, mine)
    } catch (error) {
      if (mine !== this.generation) return
      const refusal = refusalOf(error instanceof MediaRefused ? error.status : 0)
      if (refusal === 'stale_token') await this.events.staleToken().catch(() => undefined)
      if (mine === this.generation) this.later(refusal === 'absent' ? 'absent' : 'lost')
    }
  }

  private watch(pc: RTCPeerConnection, mine: number): void {
    const lose = () => {
      if (mine !== this.generation) return
      this.drop()
      this.later('lost')
    }
    this.timer = setTimeout(lose, SETUP_MS)
    const look = () => {
      if (mine !== this.generation) return
      clearTimeout(this.timer)
      if (pc.connectionState === 'connected') {
        this.tries = 0
        if (this.state !== 'up') {
          this.stopWatching = watchProgress(pc, lose)
          this.become('up')
        }
      } else if (pc.connectionState === 'failed' || pc.connectionState === 'closed') lose()
      else this.timer = setTimeout(lose, pc.connectionState === 'disconnected' ? GRACE_MS : SETUP_MS)
    }
    pc.addEventListener('connectionstatechange', look)
    look()
  }

  private later(state: LinkState): void {
    this.become(state)
    const mine = this.generation
    const pause = pauseBefore(state === 'absent' ? Math.min(this.tries, 3) : this.tries)
    this.tries += 1
    this.timer = setTimeout(() => {
      if (mine === this.generation) void this.connect()
    }, pause)
  }
}
