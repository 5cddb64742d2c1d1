import { markRaw, reactive } from 'vue'
import { ask } from '../../shared/api'
import { type Challenge, challengeOf } from '../../shared/room/challenge'
import { isMoving, type Quality } from '../../shared/room/quality'
import { type RoomFrame, RoomSocket } from '../../shared/room/socket'
import { type Dialled, EVIDENCE, publish, resend } from '../../shared/rtc/dial'
import { MediaLink } from '../../shared/rtc/media_link'
import { upload } from '../../shared/upload'
import type { Still } from '../camera/still'
import type { CameraState } from '../camera/use_camera'
import { LOOK_MS, type Position, Telling } from '../position/telling'
import { TEXTS } from '../texts'
import { cameraFrame } from './camera_frame'
import { type Participant, People } from './people'
import { Photos } from './photos'
import { isHeldBack, obey } from './rung'
import { shelf } from './shelf'
import { Stills } from './stills'

export interface Seat {
  room: string
  token: string
  ice_servers: RTCIceServer[]
  whip: string
  whep: string
  socket: string
  participant: string
}
interface Changed {
  leaving: { name: string }
  coming: { name: string }
}
interface Ways {
  /** A photo of this moment; `null` while the camera is away. */
  take: () => Promise<Still | null>
  /** A small picture of this moment, to be looked at; `null` while the camera is away. */
  look: () => Promise<Blob | null>
  torch: (on: boolean) => void
  position: () => Position
  news: (frame: RoomFrame) => void
}

/** The phone's side of a call: socket, own picture out, inspector's picture in, photos. */
export class Calling {
  readonly state = reactive({
    isOpen: false,
    isSending: false,
    item: null as string | null,
    inspector: null as { id: string; name: string } | null,
    streams: {} as Record<string, MediaStream>,
    lines: [] as { id: number; text: string }[],
    point: null as { x: number; y: number; id: number } | null,
    isTaking: false,
    challenge: null as Challenge | null,
    /** A moving picture goes out; else small pictures in its place. */
    isMoving: true,
  })
  readonly photos: Photos
  private readonly stills: Stills
  private camera: CameraState = { is: 'live' }
  private socket: RoomSocket
  private lastSeq = 0
  private readonly people: People
  private out: MediaLink
  /** What the room wants; until it has said so, what a new connection sends by itself. */
  private quality: Pick<Quality, 'rung' | 'cap_bps'> | null = null
  private dialledFor: Pick<Quality, 'rung' | 'cap_bps'> | null = null
  private obeying: Promise<void> = Promise.resolve()
  private isOver = false
  private lineCount = 0
  private readonly telling = new Telling()
  private readonly looking = setInterval(() => this.tellPosition(), LOOK_MS)

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
    this.stills = new Stills({
      look: ways.look,
      send: (picture) => upload('/api/v1/visit/snapshot', picture, () => undefined),
    })
    this.socket = new RoomSocket(
      () => this.seat.socket,
      () => this.lastSeq,
      (frame) => void this.hear(frame),
      (state) => this.turned(state === 'open'),
    )
    this.people = new People(
      () => this.seat,
      (id, stream) => {
        const { [id]: _, ...others } = this.state.streams
        this.state.streams = stream ? { ...others, [id]: markRaw(stream) } : others
      },
      () => this.sitAgain(),
    )
    this.out = new MediaLink(
      () => publish(this.seat.whip, this.seat.token, this.seat.ice_servers, this.stream, EVIDENCE),
      {
        changed: (state, dialled) => {
          this.state.isSending = state === 'up'
          if (state === 'up' && dialled) void this.sending(dialled)
        },
        staleToken: () => this.sitAgain(),
      },
    )
    this.out.start()
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

  /** Tells where the phone is, if there is something new to tell. */
  tellPosition(): void {
    if (!this.state.isOpen) return
    const frame = this.telling.next(this.ways.position(), Date.now())
    if (frame) this.socket.send(frame)
  }

  close(): void {
    this.isOver = true
    clearInterval(this.looking)
    this.photos.close()
    this.stills.close()
    this.socket.close()
    this.out.stop()
    this.people.close()
  }

  private async sending(dialled: Dialled): Promise<void> {
    // the camera may have been changed while the connection was being made
    if (dialled.stream !== this.stream) await resend(dialled.pc, this.stream)
    await this.obey()
    this.tellCamera(this.camera)
  }

  /** The room wants more or less picture: now, and over each later connection. */
  private async sendAs(wanted: Pick<Quality, 'rung' | 'cap_bps'>): Promise<void> {
    this.quality = wanted
    this.state.isMoving = isMoving(wanted.rung)
    this.stills.every(wanted.rung === 'stills')
    await this.obey()
  }

  /** One after the other: what was decided last is what holds in the end. */
  private obey(): Promise<void> {
    this.obeying = this.obeying.then(() => this.obeyNow()).catch(() => undefined)
    return this.obeying
  }

  private async obeyNow(): Promise<void> {
    const { pc, state } = this.out
    const wanted = this.quality
    if (!pc || state !== 'up' || !wanted) return // done as soon as the connection is up
    const { rung, cap_bps } = wanted
    const is_in_force = await obey(pc, rung, cap_bps)
    if (wanted !== this.quality) return
    this.socket.send({ type: 'obeyed', rung, cap_bps, is_in_force })
    const isNews = this.dialledFor !== wanted // an answer that stays low must not be asked for again
    this.dialledFor = wanted
    if (isNews && isHeldBack(pc.remoteDescription?.sdp ?? '', rung, cap_bps)) this.out.redial()
  }

  private turned(isOpen: boolean): void {
    this.state.isOpen = isOpen
    if (!isOpen) return
    this.tellCamera(this.camera)
    this.telling.anew()
    this.tellPosition()
    void this.photos.opened()
  }

  private async hear(frame: RoomFrame): Promise<void> {
    // a restarted server counts anew
    this.lastSeq = frame.type === 'welcome' ? Number(frame.last_seq) : Math.max(this.lastSeq, frame.seq ?? 0)
    switch (frame.type) {
      case 'welcome':
        this.state.item = (frame.item as string | null) ?? this.state.item
        this.state.challenge = challengeOf(frame, performance.now())
        this.meet(frame.participants as Participant[])
        // a server that was restarted does not know our picture
        if (!this.isHeardOf(frame.participants as Participant[])) this.out.gone()
        this.out.nudge()
        await this.sendAs(frame.quality as Quality)
        break
      case 'publisher':
        if (frame.participant === this.seat.participant && frame.is === 'gone') this.out.gone()
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
        this.state.point = { x: frame.x as number, y: frame.y as number, id: frame.seq ?? 0 }
        break
      case 'torch':
        this.ways.torch(frame.on as boolean)
        break
      case 'challenge':
        this.state.challenge = challengeOf(frame, performance.now())
        navigator.vibrate?.(200)
        break
      case 'clock_wanted':
        this.socket.send({ type: 'clock', question: frame.question, phone_at: new Date().toISOString() })
        break
      case 'quality':
        await this.sendAs(frame as unknown as Quality)
        break
      case 'snapshot_wanted':
        await this.stills.ask()
        break
      case 'handed_over':
        for (const { leaving, coming } of frame.seats as Changed[])
          this.tell(`${TEXTS.took_over.zh} ${leaving.name} → ${coming.name}`)
        break
      case 'media_closed':
        this.tell(frame.zh as string)
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
    const seen = this.people.meet(participants)
    this.state.inspector = seen ? { id: seen.id, name: seen.name } : null
  }

  private isHeardOf(participants: Participant[]): boolean {
    return participants.some((one) => one.id === this.seat.participant && one.is_publishing)
  }

  private async sitAgain(): Promise<void> {
    // fails without a network, or when the call is no more: the page's own look at the visit decides
    if (!this.isOver) this.seat = await ask<Seat>('POST', '/api/v1/visit/call')
  }
}
