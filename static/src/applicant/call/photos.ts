import { reactive } from 'vue'
import { ApiProblem } from '../../shared/api'
import { sha256 } from '../../shared/hash'
import type { Still } from '../camera/still'
import type { Shelf, WaitingPhoto } from './shelf'

const AGAIN_MS = [2000, 4000, 8000, 15_000]

/** How the photos of this call stand, as the phone shows it. */
export interface PhotoNews {
  saved: number
  waiting: number
  /** Share of the photo that is on its way, `null` when none is. */
  share: number | null
  /** The last try did not get through; it goes on by itself, sooner by a tap. */
  isStuck: boolean
}

interface Ways {
  caseNumber: string
  shelf: Shelf
  /** Says a frame in the room; `false` when the room is not open. */
  say: (frame: Record<string, unknown>) => boolean
  send: (id: string, blob: Blob, moved: (share: number) => void) => Promise<void>
  /** Tells the person why the service would not take a photo. */
  refused: (problem: { zh: string; en: string }) => void
}

/** Refusals that pass by themselves: no network, a busy or restarting service. */
const passes = (status: number) => status === 0 || status === 429 || status >= 500

/**
 * Photos from the shutter to "saved": kept on the phone first, then the hash goes out, and only when
 * the service has it the bytes follow, one photo at a time.
 */
export class Photos {
  readonly news: PhotoNews
  private readonly committed: WaitingPhoto[] = []
  private readonly promised = new Set<string>()
  private isSending = false
  private tries = 0
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly ways: Ways,
    saved: number,
  ) {
    this.news = reactive({ saved, waiting: 0, share: null, isStuck: false })
  }

  /** Keeps a photo and names its hash. When this returns a reload does not lose it. */
  async keep(still: Still, item: string): Promise<void> {
    const photo: WaitingPhoto = {
      id: crypto.randomUUID(),
      case_number: this.ways.caseNumber,
      item,
      sha256: await sha256(await still.blob.arrayBuffer()),
      width: still.width,
      height: still.height,
      taken_at: new Date().toISOString(),
      blob: still.blob,
    }
    await this.ways.shelf.add(photo)
    this.news.waiting += 1
    this.promise(photo)
  }

  /** The room is open again: names the hashes of all that wait. Saying the same twice is harmless. */
  async opened(): Promise<void> {
    const waiting = await this.ways.shelf.of(this.ways.caseNumber)
    this.news.waiting = waiting.length
    for (const photo of waiting) this.promise(photo)
    await this.again()
  }

  /** The service has the hash: the bytes may follow. */
  async heard(id: string): Promise<void> {
    this.promised.delete(id)
    if (this.committed.some((one) => one.id === id)) return // after a reconnect it is said twice
    const photo = (await this.ways.shelf.of(this.ways.caseNumber)).find((one) => one.id === id)
    if (!photo || this.committed.some((one) => one.id === id)) return
    this.committed.push(photo)
    await this.next()
  }

  /** The service refuses the hashes that are on their way: these photos can not be used any more. */
  async refused(problem: { zh: string; en: string }): Promise<void> {
    const ids = [...this.promised]
    if (!ids.length) return
    this.promised.clear()
    for (const id of ids) await this.drop(id)
    this.ways.refused(problem)
  }

  /** Tries a stuck photo now. */
  async again(): Promise<void> {
    clearTimeout(this.timer)
    await this.next() // "not sent yet" stands until it is
  }

  close(): void {
    clearTimeout(this.timer)
  }

  private promise({ id, item, sha256, width, height, taken_at }: WaitingPhoto): void {
    if (this.committed.some((one) => one.id === id)) return
    const frame = { type: 'commit', id, item, sha256, width_px: width, height_px: height, taken_at }
    if (this.ways.say(frame)) this.promised.add(id)
  }

  private async next(): Promise<void> {
    const photo = this.committed[0]
    if (!photo || this.isSending) return
    this.isSending = true
    this.news.share = 0
    try {
      await this.ways.send(photo.id, photo.blob, (share) => {
        this.news.share = share
      })
      this.news.saved += 1
      await this.done(photo)
    } catch (error) {
      const problem = ApiProblem.from(error)
      if (passes(problem.status)) return this.later()
      await this.done(photo)
      this.ways.refused(problem)
    } finally {
      this.isSending = false
      this.news.share = null
    }
    await this.next()
  }

  private async done(photo: WaitingPhoto): Promise<void> {
    this.tries = 0
    this.news.isStuck = false
    this.committed.shift()
    await this.drop(photo.id)
  }

  private async drop(id: string): Promise<void> {
    await this.ways.shelf.remove(id)
    this.news.waiting = (await this.ways.shelf.of(this.ways.caseNumber)).length
  }

  private later(): void {
    this.news.isStuck = true
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.again(), AGAIN_MS[Math.min(this.tries, AGAIN_MS.length - 1)])
    this.tries += 1
  }
}
