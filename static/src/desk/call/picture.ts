import { isMoving, type Quality } from '../../shared/room/quality'
import type { Participant } from '../types'
import type { LinkState } from '../../shared/rtc/media_link'
import { APPLICANT, type Publishing, type RoomState } from './room_state'
import type { SocketState } from '../../shared/room/socket'
import type { Seen } from './sight'

/** Why there is no usable picture; `null` when there is one. */
export type Cover =
  | 'waiting'
  | 'present'
  | 'joining'
  | 'silent'
  | 'gone'
  | 'lost'
  | 'hidden'
  | 'black'
  | 'frozen'
  | 'server'
  | 'finished'

export interface Sight {
  link: LinkState
  isFrozen: boolean
  /** What the page sees in the picture itself. */
  seen: Seen
  socket: SocketState
  publishing: Publishing | undefined
  camera: RoomState['camera']['state']
  participants: Participant[]
  /** The phone is to send a moving picture, or has not said yet that it sends none. */
  isMoving: boolean
  /** All have signed: a phone that leaves has done its part. */
  isFinished: boolean
}

/** The one sentence that explains the missing picture best: what the phone said beats what we infer. */
export function coverOf(sight: Sight): Cover | null {
  const cover = whyNoPicture(sight)
  return cover !== null && sight.isFinished ? 'finished' : cover
}

function whyNoPicture({
  link,
  isFrozen,
  seen,
  socket,
  publishing,
  camera,
  participants,
  isMoving,
}: Sight): Cover | null {
  if (camera === 'lost' || camera === 'hidden') return camera
  const isThere = participants.some((one) => one.id === APPLICANT && one.is_online)
  // a phone that is only silent still has its page open
  if (publishing === 'silent') return isThere ? 'silent' : 'gone'
  if (link === 'up' && !isMoving) return publishing === 'gone' ? 'gone' : null // stills stand in
  if (link === 'up' && isFrozen) return socket === 'open' ? 'silent' : 'server'
  if (link === 'up' && publishing !== 'gone' && seen !== 'live') return seen
  if (link === 'up') return publishing === 'gone' ? 'gone' : null
  if (socket === 'lost') return 'server'
  if (publishing === 'live') return 'joining'
  if (publishing === 'gone' && !isThere) return 'gone'
  return isThere ? 'present' : 'waiting'
}

export interface Box {
  left: number
  top: number
  width: number
  height: number
}

/** Where a picture lies inside its frame with `object-fit: contain; object-position: 50% 0`. */
export function pictureBox(
  frame: { width: number; height: number },
  picture: { width: number; height: number },
): Box {
  if (!picture.width || !picture.height) return { left: 0, top: 0, width: frame.width, height: frame.height }
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height)
  const width = picture.width * scale
  return { left: (frame.width - width) / 2, top: 0, width, height: picture.height * scale }
}

/** A place in the frame as shares of the picture; `null` beside it. */
export function shareOf(x: number, y: number, box: Box): { x: number; y: number } | null {
  const share = { x: (x - box.left) / box.width, y: (y - box.top) / box.height }
  return share.x < 0 || share.x > 1 || share.y < 0 || share.y > 1 ? null : share
}

/** How good the applicant's picture arrives; `none` while nothing moves. */
export type Network = 'good' | 'fair' | 'poor' | 'none'

// chosen, not measured: below 10 pictures a second walking looks torn, below 5 nothing can be judged
const SMOOTH_FPS = 10
const USABLE_FPS = 5
const READABLE_PX = 480 // longer side; smaller pictures hide a nameplate

/** How the phone's packets reach the service, as it says once a second. */
export interface Uplink {
  kbps: number
  loss_percent: number
  rtt_ms: number | null
  freezes: number
}
const LOSS_PERCENT = { fair: 3, poor: 10 }
const RTT_MS = { fair: 400, poor: 1000 }

/** The worse of what arrives here and of how it reaches the service; the way alone without video. */
export function networkOf(
  quality: { width_px: number; height_px: number; fps: number } | null,
  uplink: Pick<Uplink, 'loss_percent' | 'rtt_ms'> | null = null,
  isMoving = true,
): Network {
  const picture = isMoving ? pictureOf(quality) : uplink ? 'good' : 'none'
  if (!uplink || picture === 'none') return picture
  const isAt = (limit: 'fair' | 'poor') =>
    uplink.loss_percent >= LOSS_PERCENT[limit] || (uplink.rtt_ms ?? 0) >= RTT_MS[limit]
  if (isAt('poor')) return 'poor'
  return isAt('fair') && picture === 'good' ? 'fair' : picture
}

function pictureOf(quality: { width_px: number; height_px: number; fps: number } | null): Network {
  if (!quality?.fps) return 'none'
  if (quality.fps < USABLE_FPS) return 'poor'
  const isReadable = Math.max(quality.width_px, quality.height_px) >= READABLE_PX
  return quality.fps >= SMOOTH_FPS && isReadable ? 'good' : 'fair'
}

/** Whether video is due: it stays so until the phone says that it has stopped. */
export function isVideoDue(quality: Quality): boolean {
  const { rung, obeyed } = quality
  return isMoving(rung) || !obeyed?.is_in_force || isMoving(obeyed.rung)
}

/** What the phone has made of the last decision. */
export type Answer = 'waiting' | 'done' | 'failed'

export function answerOf({ rung, cap_bps, obeyed }: Quality): Answer {
  if (obeyed?.rung !== rung || obeyed.cap_bps !== cap_bps) return 'waiting'
  return obeyed.is_in_force ? 'done' : 'failed'
}
