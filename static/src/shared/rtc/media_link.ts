import { onNetworkChange } from '../network'
import { pauseBefore, refusalOf } from '../retry'
import { type Dialled, MediaRefused } from './dial'
import { watchProgress } from './progress'

/** What a media connection does right now, as the page shows it. */
export type LinkState = 'off' | 'connecting' | 'up' | 'absent' | 'lost'

export interface LinkEvents {
  changed: (state: LinkState, dialled: Dialled | null) => void
  /** The token was refused, or the relay's password will soon run out: bring new ones. */
  staleToken: () => Promise<void>
}

const GRACE_MS = 2500 // a network change heals itself within this, else a new connection is quicker
const SETUP_MS = 8000
const RENEW_MS = 4 * 60_000 // the relay takes a password for ten minutes; one request may fail

function isUnanswered(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError'
}

/** Keeps one connection alive: dials again after every loss until it is stopped. */
export class MediaLink {
  private generation = 0
  private dialled: Dialled | null = null
  /** The one before, which holds its place on the server until its successor works: viewers stay. */
  private before: Dialled | null = null
  private tries = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private renewing: ReturnType<typeof setInterval> | undefined
  private stopWatching: () => void = () => undefined
  private stopListening: () => void = () => undefined
  state: LinkState = 'off'

  constructor(
    private readonly dial: () => Promise<Dialled>,
    private readonly events: LinkEvents,
  ) {}

  get pc(): RTCPeerConnection | null {
    return this.dialled?.pc ?? null
  }

  start(): void {
    if (this.state !== 'off') return
    this.stopListening = onNetworkChange(() => this.redial())
    // ahead of need: a dial after a tunnel has no time to ask
    this.renewing = setInterval(() => void this.renew(), RENEW_MS)
    void this.connect()
  }

  stop(): void {
    this.stopListening()
    clearInterval(this.renewing)
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
    this.leave()
    this.tries = 0
    void this.connect()
  }

  /** Changes what goes over the connection; dials anew where `act` answers that it could not. */
  async change(act: (dialled: Dialled) => Promise<boolean>): Promise<void> {
    const { dialled } = this
    if (dialled && !(await act(dialled)) && this.dialled === dialled) this.redial()
  }

  private drop(): void {
    this.leave()
    this.letGo()
  }

  private leave(): void {
    this.generation += 1
    clearTimeout(this.timer)
    this.stopWatching()
    if (!this.dialled) return
    this.letGo()
    this.before = this.dialled
    this.dialled = null
  }

  private letGo(): void {
    this.before?.hangUp()
    this.before = null
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
      if (isUnanswered(error)) this.tries = 0 // a try that waited in vain was its own pause
      const refusal = refusalOf(error instanceof MediaRefused ? error.status : 0)
      if (refusal === 'stale_token') await this.renew()
      if (mine === this.generation) this.later(refusal === 'absent' ? 'absent' : 'lost')
    }
  }

  private async renew(): Promise<void> {
    await this.events.staleToken().catch(() => undefined)
  }

  private watch(pc: RTCPeerConnection, mine: number): void {
    const lose = () => {
      if (mine !== this.generation) return
      this.leave()
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
          this.letGo()
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
