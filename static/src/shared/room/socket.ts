import { onNetworkChange } from '../network'
import { pauseBefore } from '../retry'
import { Heartbeat } from './heartbeat'

/** A frame as it arrives; unknown types are left alone so that newer servers don't break the page. */
export interface RoomFrame {
  type: string
  seq?: number
  at?: string
  from?: string
  [more: string]: unknown
}

export type SocketState = 'connecting' | 'open' | 'lost' | 'closed'

const RESTARTS = 1012 // close code "service restart": back in seconds, so growing pauses would cost more
const RESTART_MS = 10_000

/** The room's socket. Says hello with the last number it knows and comes back by itself. */
export class RoomSocket {
  private socket: WebSocket | null = null
  private tries = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private isOver = false
  private readonly stopListening: () => void
  private restartsUntil = 0
  private readonly heartbeat = new Heartbeat(
    () => this.send({ type: 'ping' }),
    () => this.anew(),
  )

  constructor(
    private readonly path: () => string,
    private readonly lastSeq: () => number,
    private readonly heard: (frame: RoomFrame) => void,
    private readonly changed: (state: SocketState) => void,
  ) {
    this.stopListening = onNetworkChange(() => this.anew())
    this.connect()
  }

  /** Whether the frame went out; a closed socket drops it and the caller says so. */
  send(frame: Record<string, unknown>): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false
    this.socket.send(JSON.stringify(frame))
    return true
  }

  close(): void {
    this.isOver = true
    clearTimeout(this.timer)
    this.stopListening()
    this.heartbeat.stop()
    this.socket?.close()
    this.changed('closed')
  }

  /** A socket from an address that is gone stays "open" for minutes and brings nothing. */
  private anew(): void {
    clearTimeout(this.timer)
    this.socket?.close()
    this.connect()
  }

  private connect(): void {
    this.changed('connecting')
    const url = new URL(this.path(), location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    const socket = new WebSocket(url)
    this.socket = socket
    this.heartbeat.start()
    socket.addEventListener('open', () => {
      socket.send(JSON.stringify({ type: 'hello', last_seq: this.lastSeq() }))
    })
    socket.addEventListener('message', ({ data }) => {
      // one that was given up may still find its way
      if (this.socket === socket) this.take(String(data))
    })
    socket.addEventListener('close', ({ code }) => {
      if (code === RESTARTS) this.restartsUntil = Date.now() + RESTART_MS
      this.lost(socket)
    })
  }

  private take(text: string): void {
    this.heartbeat.heard()
    let frame: RoomFrame
    try {
      frame = JSON.parse(text) as RoomFrame
    } catch {
      return // not ours: a proxy's farewell
    }
    if (frame.type === 'pong') return
    if (frame.type === 'welcome') {
      this.tries = 0
      this.changed('open')
    }
    this.heard(frame)
  }

  private lost(socket: WebSocket): void {
    if (this.socket !== socket || this.isOver) return
    this.socket = null
    this.heartbeat.stop()
    this.changed('lost')
    if (Date.now() < this.restartsUntil) this.tries = 0
    this.timer = setTimeout(() => this.connect(), pauseBefore(this.tries++))
  }
}
