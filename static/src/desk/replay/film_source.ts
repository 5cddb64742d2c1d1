import { entryFor, type Part } from './timeline'

const PIECE_BYTES = 512 * 1024
const AHEAD_S = 20 // enough for a second of thought; the film on the server grows on its own
const BEHIND_S = 30
const LOOK_MS = 200
const LONGEST_S = 24 * 3600

class NotUnderstood extends Error {}

/**
 * One film of the recording in a `<video>`, read in pieces from the moment that is wanted.
 *
 * The film may still grow: `grow` tells how much of it there is. A hole in it is jumped over.
 */
export class FilmSource {
  private readonly media = new MediaSource()
  private readonly address = URL.createObjectURL(this.media)
  private readonly timer: ReturnType<typeof setInterval>
  private buffer: SourceBuffer | null = null
  private work: Promise<void> = Promise.resolve()
  private asked = new AbortController()
  private nextAt = 0
  private run = 0
  private wanted = 0
  private isClosed = false

  constructor(
    private readonly video: HTMLVideoElement,
    private part: Part,
    /** The browser does not understand the film. */
    private readonly failed: () => void,
  ) {
    video.src = this.address
    // a place set before the tracks are known is forgotten
    video.addEventListener('loadedmetadata', () => this.arrive(), { once: true })
    this.work = this.open().catch((error) => this.tell(error))
    this.timer = setInterval(() => this.look(), LOOK_MS)
  }

  get name(): string {
    return this.part.name
  }

  grow(part: Part): void {
    this.part = part
  }

  /** Milliseconds since 1970 of a time of the video. */
  momentOf(mediaTime_s: number): number {
    return this.part.began_ms + Math.round(mediaTime_s * 1000)
  }

  /** Shows a moment of this film. */
  seek(at_ms: number): void {
    const time = (at_ms - this.part.began_ms) / 1000
    if (!this.has(time)) {
      this.run += 1
      this.asked.abort()
      this.asked = new AbortController()
      const run = this.run
      this.work = this.work
        .then(() => this.restart(run, entryFor(this.part, at_ms)))
        .catch((error) => this.tell(error))
    }
    // a hair later than the frame begins: the frame itself, not the one before it
    this.wanted = time + 0.0005
    this.arrive()
  }

  private arrive(): void {
    if (!this.isClosed && this.video.readyState >= HTMLMediaElement.HAVE_METADATA)
      this.video.currentTime = this.wanted
  }

  close(): void {
    this.isClosed = true
    this.asked.abort()
    clearInterval(this.timer)
    this.video.removeAttribute('src')
    this.video.load()
    URL.revokeObjectURL(this.address)
  }

  private async open(): Promise<void> {
    await new Promise<void>((resolve) =>
      this.media.addEventListener('sourceopen', () => resolve(), { once: true }),
    )
    if (this.isClosed) return
    this.buffer = this.media.addSourceBuffer(this.part.mime)
    await this.append(await this.bytes(0, this.part.header_bytes))
    // without a length nothing can be sought that is not there yet
    if (this.media.readyState === 'open') this.media.duration = LONGEST_S
    this.arrive()
  }

  private async restart(run: number, at: number): Promise<void> {
    if (this.isClosed || run !== this.run || !this.buffer) return
    if (this.media.readyState === 'open') this.buffer.abort()
    this.nextAt = at
    await this.read(run)
  }

  /** Reads on until enough is ahead, or there is no more yet. */
  private async read(run: number): Promise<void> {
    while (!this.isClosed && run === this.run && this.nextAt > 0 && this.nextAt < this.part.bytes) {
      if (this.ahead() > AHEAD_S) return
      const to = Math.min(this.nextAt + PIECE_BYTES, this.part.bytes)
      const piece = await this.bytes(this.nextAt, to)
      if (this.isClosed || run !== this.run) return
      await this.append(piece)
      this.nextAt = to
    }
  }

  /** A piece that could not be fetched is asked for again by the next look. */
  private tell(error: unknown): void {
    if (error instanceof NotUnderstood && !this.isClosed) this.failed()
  }

  private look(): void {
    if (this.isClosed || !this.buffer) return
    const run = this.run
    const isBehind = this.nextAt > 0 && this.nextAt < this.part.bytes && this.ahead() < AHEAD_S / 2
    if (isBehind) this.work = this.work.then(() => this.read(run)).catch((error) => this.tell(error))
    this.jump()
  }

  /** Over a gap: what comes after it is already here. */
  private jump(): void {
    const { video } = this
    if (video.readyState > HTMLMediaElement.HAVE_CURRENT_DATA || !video.buffered.length) return
    for (let n = 0; n < video.buffered.length; n += 1) {
      const start = video.buffered.start(n)
      if (start > video.currentTime && (n === 0 || video.buffered.end(n - 1) <= video.currentTime + 0.1)) {
        video.currentTime = start + 0.0005
        return
      }
    }
  }

  private has(time: number): boolean {
    const { buffered } = this.video
    for (let n = 0; n < buffered.length; n += 1)
      if (buffered.start(n) <= time + 0.02 && time < buffered.end(n)) return true
    return false
  }

  private ahead(): number {
    const { buffered, currentTime } = this.video
    for (let n = 0; n < buffered.length; n += 1)
      if (buffered.start(n) <= currentTime + 0.5 && currentTime <= buffered.end(n))
        return buffered.end(n) - currentTime
    return 0
  }

  private async bytes(from: number, to: number): Promise<ArrayBuffer> {
    const answer = await fetch(this.part.url, {
      headers: { Range: `bytes=${from}-${to - 1}` },
      credentials: 'same-origin',
      signal: this.asked.signal,
    })
    if (answer.status !== 206) throw new Error(`film: ${answer.status}`)
    return answer.arrayBuffer()
  }

  private async append(bytes: ArrayBuffer): Promise<void> {
    try {
      await this.when(() => this.buffer?.appendBuffer(bytes))
    } catch (error) {
      if (!(error instanceof DOMException) || error.name !== 'QuotaExceededError') throw error
      await this.when(() => this.buffer?.remove(0, Math.max(0.1, this.video.currentTime - BEHIND_S)))
      await this.when(() => this.buffer?.appendBuffer(bytes))
    }
  }

  private when(act: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const buffer = this.buffer
      if (!buffer || this.isClosed) {
        resolve()
        return
      }
      buffer.addEventListener('updateend', () => resolve(), { once: true })
      buffer.addEventListener('error', () => reject(new NotUnderstood()), { once: true })
      try {
        act()
      } catch (error) {
        reject(error)
      }
    })
  }
}
