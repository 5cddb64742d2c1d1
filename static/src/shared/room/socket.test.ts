import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RoomSocket, type SocketState } from './socket'

/** A socket whose network a test can take away. */
class FakeSocket extends EventTarget {
  static made: FakeSocket[] = []
  static readonly OPEN = 1
  readyState = 0
  readonly sent: { type: string }[] = []
  isReachable = true

  constructor(readonly url: URL) {
    super()
    FakeSocket.made.push(this)
  }
  send(text: string): void {
    const frame = JSON.parse(text)
    this.sent.push(frame)
    if (frame.type === 'hello') this.says({ type: 'welcome', seq: 1 })
    if (frame.type === 'ping') this.says({ type: 'pong', seq: 0 })
  }
  close(): void {
    this.readyState = 2 // without a network the other side's farewell never comes
  }
  opens(): void {
    this.readyState = FakeSocket.OPEN
    this.dispatchEvent(new Event('open'))
  }
  says(frame: object): void {
    if (this.isReachable) this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }))
  }
}

describe('the room’s socket', () => {
  const heard: string[] = []
  const states: SocketState[] = []
  let room: RoomSocket
  const last = () => FakeSocket.made.at(-1)!
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('WebSocket', FakeSocket)
    vi.stubGlobal('location', { href: 'https://yunkan.example/desk' })
    FakeSocket.made = []
    heard.length = states.length = 0
    room = new RoomSocket(
      () => '/socket',
      () => 0,
      (frame) => heard.push(frame.type),
      (state) => states.push(state),
    )
  })
  afterEach(() => {
    room.close()
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  it('stays while it is answered, and keeps the answers to itself', () => {
    last().opens()
    vi.advanceTimersByTime(600_000)
    expect(FakeSocket.made).toHaveLength(1)
    expect(heard).toEqual(['welcome'])
    expect(last().sent.filter(({ type }) => type === 'ping').length).toBeGreaterThan(50)
  })
  it('that is dead is replaced within ten seconds, and what it still says is not heard', () => {
    last().opens()
    vi.advanceTimersByTime(5000)
    const dead = last()
    dead.isReachable = false
    vi.advanceTimersByTime(10_000)
    expect(FakeSocket.made).toHaveLength(2)
    last().opens()
    expect(states.slice(-2)).toEqual(['connecting', 'open'])
    dead.isReachable = true
    dead.says({ type: 'chat', seq: 2 })
    expect(heard).toEqual(['welcome', 'welcome'])
  })
  it('that never opens is tried anew', () => {
    vi.advanceTimersByTime(10_000)
    expect(FakeSocket.made).toHaveLength(2)
  })
  it('is not opened again after the end', () => {
    last().opens()
    room.close()
    vi.advanceTimersByTime(60_000)
    expect(FakeSocket.made).toHaveLength(1)
  })
})
