import { reactive } from 'vue'
import { ApiProblem, ask } from '../../shared/api'
import { sha256 } from '../../shared/hash'
import { type Frame, RoomSocket } from '../../shared/room/socket'
import { type Dialled, play, publish } from '../../shared/rtc/dial'
import { MediaLink } from '../../shared/rtc/media_link'
import { takeStill } from '../camera'
import { stills } from './stills'

export interface Seat {
  room: string
  token: string
  ice_servers: RTCIceServer[]
  whip: string
  whep: string
  socket: string
}
interface Participant {
  id: string
  name: string
  role: string
  is_publishing: boolean
}

/** The phone's side of a call: socket, own picture out, inspector's picture in, photos. */
export class Calling {
  readonly state = reactive({
    isOpen: false,
    isSending: false,
    item: null as string | null,
    inspector: null as { id: string; name: string } | null,
    face: null as MediaStream | null,
    lines: [] as { id: number; text: string }[],
    point: null as { x: number; y: number; id: number } | null,
    kept: 0,
    waiting: 0,
    isTaking: false,
  })
  private socket: RoomSocket
  private out: MediaLink | null = null
  private into: MediaLink | null = null
  private isOver = false

  constructor(
    private seat: Seat,
    private stream: MediaStream,
    private readonly video: () => HTMLVideoElement | undefined,
    private readonly news: (frame: Frame) => void,
    kept: number,
  ) {
    this.state.kept = kept
    this.socket = new RoomSocket(
      () => this.seat.socket,
      (frame) => void this.hear(frame),
      (isOpen) => this.turned(isOpen),
    )
    this.send(stream)
  }

  /** Sends another camera's picture from now on. */
  send(stream: MediaStream): void {
    this.stream = stream
    this.out?.close()
    this.out = new MediaLink(
      () => publish(this.seat.whip, this.seat.token, this.seat.ice_servers, this.stream),
      () => {
        this.state.isSending = true
        this.say({ type: 'camera', state: 'live', cause: '' })
      },
      () => {
        this.state.isSending = false
      },
      () => void this.sitAgain(),
    )
  }

  say(frame: Record<string, unknown>): boolean {
    return this.socket.send(frame)
  }

  /** Takes a photo for the current item: kept here first, its hash named before its bytes leave. */
  async shoot(item = this.state.item): Promise<void> {
    const track = this.stream.getVideoTracks()[0]
    const video = this.video()
    if (!track || !video || !item || this.state.isTaking) return
    this.state.isTaking = true
    try {
      const still = await takeStill(track, video)
      await stills.add({
        id: crypto.randomUUID(),
        item,
        sha256: await sha256(await still.blob.arrayBuffer()),
        width: still.width,
        height: still.height,
        taken_at: new Date().toISOString(),
        blob: still.blob,
      })
      await this.commitWaiting()
    } finally {
      this.state.isTaking = false
    }
  }

  close(): void {
    this.isOver = true
    this.socket.close()
    this.out?.close()
    this.into?.close()
  }

  private turned(isOpen: boolean): void {
    this.state.isOpen = isOpen
    if (isOpen) void this.commitWaiting()
  }

  private async commitWaiting(): Promise<void> {
    const waiting = await stills.all()
    this.state.waiting = waiting.length
    for (const { id, item, sha256, width, height, taken_at } of waiting) {
      this.say({ type: 'commit', id, item, sha256, width_px: width, height_px: height, taken_at })
    }
  }

  private async upload(id: string): Promise<void> {
    const still = await stills.get(id)
    if (!still) return
    try {
      await ask('PUT', `/api/v1/visit/stills/${id}`, still.blob)
      this.state.kept += 1
    } catch (error) {
      const problem = ApiProblem.from(error)
      // the network or the server is away: it stays here and is committed again on reconnecting
      if (problem.status === 0 || problem.status >= 500)
        return void setTimeout(() => void this.upload(id), 2000)
      this.tell(problem.zh)
    }
    await stills.remove(id)
    this.state.waiting = (await stills.all()).length
  }

  private async hear(frame: Frame): Promise<void> {
    switch (frame.type) {
      case 'welcome':
        this.state.item = (frame.item as string | null) ?? this.state.item
        this.meet(frame.participants as Participant[])
        break
      case 'presence':
        this.meet(frame.participants as Participant[])
        break
      case 'item':
        this.state.item = frame.item as string | null
        break
      case 'still_wanted':
        await this.shoot(frame.item as string)
        break
      case 'committed':
        await this.upload(frame.id as string)
        break
      case 'chat':
        this.tell(frame.text as string)
        break
      case 'point':
        this.state.point = { x: frame.x as number, y: frame.y as number, id: frame.seq }
        break
      case 'torch':
        await this.stream
          .getVideoTracks()[0]
          ?.applyConstraints({ advanced: [{ torch: frame.on } as object] })
          .catch(() => undefined)
        break
      case 'problem':
        this.tell(frame.zh as string)
        break
    }
    this.news(frame)
  }

  private tell(text: string): void {
    this.state.lines = [...this.state.lines.slice(-2), { id: Date.now(), text }]
  }

  private meet(participants: Participant[]): void {
    const staff = participants.find((one) => one.role !== 'applicant' && one.is_publishing)
    const anybody = staff ?? participants.find((one) => one.role !== 'applicant')
    this.state.inspector = anybody ? { id: anybody.id, name: anybody.name } : null
    if (!staff || this.into) {
      if (!staff) this.loseFace()
      return
    }
    this.into = new MediaLink(
      () => play(this.seat.whep + staff.id, this.seat.token, this.seat.ice_servers),
      (dialled: Dialled) => {
        this.state.face = dialled.stream
      },
      () => {
        this.state.face = null
      },
      () => this.loseFace(),
    )
  }

  private loseFace(): void {
    this.into?.close()
    this.into = null
    this.state.face = null
  }

  private async sitAgain(): Promise<void> {
    if (this.isOver) return
    try {
      this.seat = await ask<Seat>('POST', '/api/v1/visit/call')
    } catch {
      // not open any more, or no network: the page's own look at the visit decides
    }
  }
}
