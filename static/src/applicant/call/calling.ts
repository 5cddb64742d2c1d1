import { reactive } from 'vue'
import { ask } from '../../shared/api'
import { type Frame, RoomSocket } from '../../shared/room/socket'
import { type Dialled, play, publish, resend } from '../../shared/rtc/dial'
import { MediaLink } from '../../shared/rtc/media_link'
import { upload } from '../../shared/upload'
import type { Still } from '../camera/still'
import type { CameraState } from '../camera/use_camera'
import { TEXTS } from '../texts'
import { cameraFrame } from './camera_frame'
import { Photos } from './photos'
import { shelf } from './shelf'

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
interface Ways {
  /** A photo of this moment; `null` while the camera is away. */
  take: () => Promise<Still | null>
  torch: (on: boolean) => void
  news: (frame: Frame) => void
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
    isTaking: false,
  })
  readonly photos: Photos
  private camera: CameraState = { is: 'live' }
  private socket: RoomSocket
  private out: MediaLink
  private into: MediaLink | null = null
  private isOver = false
  private lineCount = 0

  constructor(
    private seat: Seat,
    private stream: MediaStream,
    private readonly ways: Ways,
    kept: { caseNumber: string; saved: number },
  ) {
    this.photos = new Photos(
      {
        caseNumber: kept.caseNumber,
        shelf,
        say: (frame) => this.socket.send(frame),
        send: (id, blob, moved) => upload(`/api/v1/visit/stills/${id}`, blob, moved),
        refused: ({ zh }) => this.tell(zh),
      },
      kept.saved,
    )
    this.socket = new RoomSocket(
      () => this.seat.socket,
      (frame) => void this.hear(frame),
      (isOpen) => this.turned(isOpen),
    )
    this.out = new MediaLink(
      () => publish(this.seat.whip, this.seat.token, this.seat.ice_servers, this.stream),
      (dialled) => void this.sending(dialled),
      () => {
        this.state.isSending = false
      },
      () => void this.sitAgain(),
    )
  }

  /** Sends another camera's picture from now on, over the same connection where that works. */
  async send(stream: MediaStream): Promise<void> {
    this.stream = stream
    await this.out.change(({ pc }) => resend(pc, stream))
  }

  /** Tells the inspector what the camera does, now and after each reconnect. */
  tellCamera(state: CameraState): void {
    this.camera = state
    const frame = cameraFrame(state, document.visibilityState === 'hidden')
    if (frame) this.socket.send(frame)
  }

  /** Takes a photo for an item: kept on the phone first, its hash named before its bytes leave. */
  async shoot(item = this.state.item): Promise<void> {
    if (!item || this.state.isTaking) return
    this.state.isTaking = true
    try {
      const still = await this.ways.take()
      if (still) await this.photos.keep(still, item)
    } catch {
      this.tell(TEXTS.photo_failed.zh)
    } finally {
      this.state.isTaking = false
    }
  }

  close(): void {
    this.isOver = true
    this.photos.close()
    this.socket.close()
    this.out.close()
    this.into?.close()
  }

  private async sending(dialled: Dialled): Promise<void> {
    // the camera may have been changed while the connection was being made
    if (dialled.stream !== this.stream) await resend(dialled.pc, this.stream)
    this.state.isSending = true
    this.tellCamera(this.camera)
  }

  private turned(isOpen: boolean): void {
    this.state.isOpen = isOpen
    if (!isOpen) return
    this.tellCamera(this.camera)
    void this.photos.opened()
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
        await this.photos.heard(frame.id as string)
        break
      case 'chat':
        this.tell(frame.text as string)
        break
      case 'point':
        this.state.point = { x: frame.x as number, y: frame.y as number, id: frame.seq }
        break
      case 'torch':
        this.ways.torch(frame.on as boolean)
        break
      case 'problem':
        await this.photos.refused({ zh: frame.zh as string, en: frame.en as string })
        break
    }
    this.ways.news(frame)
  }

  private tell(text: string): void {
    this.lineCount += 1
    this.state.lines = [...this.state.lines.slice(-1), { id: this.lineCount, text }]
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
