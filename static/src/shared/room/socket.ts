const PAUSES_MS = [300, 600, 1200, 2400, 4800, 7000]

export interface Frame {
  type: string
  seq: number
  from?: string
  [key: string]: unknown
}

/** The room's socket: says hello with the last number it knows, comes back by itself. */
export class RoomSocket {
  private socket: WebSocket | null = null
  private tries = 0
  private lastSeq = 0
  private timer: ReturnType<typeof setTimeout> | undefined
  private isOver = false

  constructor(
    private readonly address: () => string,
    private readonly heard: (frame: Frame) => void,
    private readonly changed: (isOpen: boolean) => void,
  ) {
    this.connect()
  }

  /** Whether the frame went out. */
  send(frame: Record<string, unknown>): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false
    this.socket.send(JSON.stringify(frame))
    return true
  }

  close(): void {
    this.isOver = true
    clearTimeout(this.timer)
    this.socket?.close()
  }

  private connect(): void {
    const url = new URL(this.address(), location.href)
    url.protocol = url.protocol.replace('http', 'ws')
    const socket = new WebSocket(url)
    this.socket = socket
    socket.addEventListener('open', () => {
      socket.send(JSON.stringify({ type: 'hello', last_seq: this.lastSeq }))
    })
    socket.addEventListener('message', ({ data }) => this.take(String(data)))
    socket.addEventListener('close', () => {
      if (this.isOver) return
      this.changed(false)
      this.timer = setTimeout(() => this.connect(), PAUSES_MS[Math.min(this.tries++, PAUSES_MS.length - 1)])
    })
  }

  private take(text: string): void {
    const frame = JSON.parse(text) as Frame
    if (frame.type === 'welcome') {
      this.tries = 0
      this.lastSeq = Number(frame.last_seq) // a restarted server counts anew
      this.changed(true)
    } else if (frame.seq > this.lastSeq) this.lastSeq = frame.seq
    this.heard(frame)
  }
}
