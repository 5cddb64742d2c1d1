const EVERY_MS = 2000

interface Ways {
  /** A small picture of this moment; `null` while the camera is away. */
  look: () => Promise<Blob | null>
  send: (picture: Blob) => Promise<void>
}

/**
 * Small pictures to be looked at, in place of video. One at a time: a slow network gets fewer, not
 * older ones. What gets lost is not sent again, the next one is better.
 */
export class Stills {
  private timer: ReturnType<typeof setInterval> | undefined
  private isSending = false
  private isAsked = false

  constructor(private readonly ways: Ways) {}

  /** Every two seconds from now on, or no more. */
  every(isOn: boolean): void {
    if (isOn === (this.timer !== undefined)) return
    clearInterval(this.timer)
    this.timer = isOn ? setInterval(() => void this.send(), EVERY_MS) : undefined
    if (isOn) void this.send()
  }

  /** Somebody asks for one: of a moment after the question, also while another is on its way. */
  async ask(): Promise<void> {
    this.isAsked = this.isSending
    if (!this.isSending) await this.send()
  }

  close(): void {
    this.every(false)
  }

  private async send(): Promise<void> {
    if (this.isSending) return
    this.isSending = true
    try {
      const picture = await this.ways.look()
      if (picture) await this.ways.send(picture)
    } catch {
      // no network, or too often for the service
    }
    this.isSending = false
    if (!this.isAsked) return
    this.isAsked = false
    await this.send()
  }
}
