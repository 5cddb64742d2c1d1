import type { Obeyed, Quality } from '../../shared/room/quality'
import type { RoomFrame } from '../../shared/room/socket'
import type { Uplink } from './picture'
import { type Challenge, challengeOf } from '../../shared/room/challenge'
import type {
  CaseState,
  Circumstances,
  Concern,
  Evidence,
  Finding,
  InspectionRecord,
  ItemReadings,
  Participant,
  PlaceCode,
} from '../types'

/** Name under which the applicant's phone publishes. */
export const APPLICANT = 'applicant'
const MOST_CHAT_LINES = 200

export interface ChatLine {
  seq: number
  from: string
  text: string
  at: string
}
export interface Pointer {
  x: number
  y: number
  from: string
  seq: number
}
/** One line of the figures that come once a second. */
export interface Sending extends Uplink {
  participant: string
  width_px: number
  height_px: number
  fps: number
}
/** How somebody's picture goes on to one who watches; the last three as that page says. */
export interface Watching {
  participant: string
  publisher: string
  kbps: number
  loss_percent: number
  rtt_ms: number | null
  width_px: number | null
  height_px: number | null
  freezes: number | null
}
/** The newest still in place of video; `at_ms` by this page's own clock. */
export interface Snapshot {
  number: number
  at_ms: number
  width_px: number
  height_px: number
}
/** Where the phone is, as last told; `heard_ms` by this page's own clock. */
export interface Whereabouts {
  place: PlaceCode
  why: string
  distance_m: number | null
  accuracy_m: number | null
  heard_ms: number
}
export type Publishing = 'live' | 'silent' | 'gone'

/** All that the socket told about the room. Changed only by `hear`. */
export interface RoomState {
  lastSeq: number
  item: string | null
  itemFrom: string
  /** How often each person moved the room's item, as told. */
  itemMoves: Record<string, number>
  participants: Participant[]
  publishers: Record<string, Publishing>
  camera: { state: 'live' | 'lost' | 'hidden'; cause: string }
  torch: boolean
  pointer: Pointer | null
  chat: ChatLine[]
  findings: Record<string, Finding>
  evidence: Evidence[]
  /** Of each picture measured since, why it needs a look. */
  looks: Record<string, Concern[]>
  /** Of each picture kept since, what was so around it. */
  circumstances: Record<string, Circumstances>
  /** Of each item somebody typed a value for since. */
  readings: Record<string, ItemReadings>
  whereabouts: Whereabouts | null
  challenge: Challenge | null
  stillsWanted: Record<string, string>
  promised: Record<string, string>
  caseState: CaseState | null
  record: InspectionRecord | null
  /** How each person's picture reaches the service. */
  sending: Sending[]
  watching: Watching[]
  /** How much picture the applicant's phone is to send, and what it said to that. */
  quality: Quality
  snapshot: Snapshot | null
  /** Seats that changed hands with the last frame that said so. */
  seats: { leaving: { id: string; name: string }; coming: { id: string; name: string } }[]
  isEnded: boolean
  problem: { zh: string; en: string; seq: number } | null
  /** The server forgot numbers we know: it restarted, its media connections are gone as well. */
  mustReload: boolean
  /** So much was missed that the case has to be read anew. */
  mustRead: boolean
}

export function emptyRoom(): RoomState {
  return {
    lastSeq: 0,
    item: null,
    itemFrom: '',
    itemMoves: {},
    participants: [],
    publishers: {},
    camera: { state: 'live', cause: '' },
    torch: false,
    pointer: null,
    chat: [],
    findings: {},
    evidence: [],
    looks: {},
    circumstances: {},
    readings: {},
    whereabouts: null,
    challenge: null,
    stillsWanted: {},
    promised: {},
    caseState: null,
    record: null,
    sending: [],
    watching: [],
    quality: { rung: 'hd', reason: null, is_pinned: false, cap_bps: 2_500_000, obeyed: null },
    snapshot: null,
    seats: [],
    isEnded: false,
    problem: null,
    mustReload: false,
    mustRead: false,
  }
}

/** The room after one more frame, heard at a moment of this page's own clock (`performance.now()`). */
export function hear(room: RoomState, frame: RoomFrame, now_ms = performance.now()): RoomState {
  if (frame.type === 'welcome') return welcomed(room, frame, now_ms)
  const seq = frame.seq ?? 0
  const next = { ...room, lastSeq: Math.max(room.lastSeq, seq) }
  if (frame.type === 'snapshot') return { ...next, snapshot: snapshotOf(frame, now_ms) }
  return { ...next, ...changeOf(next, frame, seq, now_ms) }
}

function snapshotOf(told: Record<string, unknown>, now_ms: number): Snapshot {
  const { number, age_ms, width_px, height_px } = told as unknown as Snapshot & { age_ms: number }
  return { number, at_ms: now_ms - age_ms, width_px, height_px }
}

function welcomed(room: RoomState, frame: RoomFrame, now_ms: number): RoomState {
  const theirs = Number(frame.last_seq ?? frame.seq ?? 0)
  const isRestarted = theirs < room.lastSeq
  const participants = (frame.participants as Participant[] | undefined) ?? []
  return {
    ...room,
    participants,
    chat: room.chat.length ? room.chat : ((frame.chat as ChatLine[] | undefined) ?? []),
    publishers: publishersOf(room.publishers, participants),
    challenge: challengeOf(frame, now_ms),
    item: (frame.item as string | null) ?? (isRestarted ? room.item : null),
    // frames between ours and theirs follow by themselves; they raise the number again
    lastSeq: isRestarted || room.lastSeq === 0 ? theirs : room.lastSeq,
    mustReload: room.mustReload || isRestarted,
    mustRead: room.mustRead || (room.lastSeq > 0 && room.lastSeq < Number(frame.forgotten_seq ?? 0)),
    isEnded: false,
    quality: (frame.quality as Quality | undefined) ?? room.quality,
    snapshot: frame.snapshot ? snapshotOf(frame.snapshot as Record<string, unknown>, now_ms) : null,
  }
}

function changeOf(room: RoomState, frame: RoomFrame, seq: number, now_ms: number): Partial<RoomState> {
  const from = frame.from ?? ''
  switch (frame.type) {
    case 'presence': {
      const participants = frame.participants as Participant[]
      return { participants, publishers: publishersOf(room.publishers, participants) }
    }
    case 'item':
      return {
        item: frame.item as string | null,
        itemFrom: from,
        itemMoves: { ...room.itemMoves, [from]: (room.itemMoves[from] ?? 0) + 1 },
      }
    // the room is told that somebody judged, never what: `finding_read` is what this person may see
    case 'finding_read': {
      const finding = frame.finding as Finding
      return { findings: { ...room.findings, [finding.item_id]: finding } }
    }
    case 'evidence':
      return withEvidence(room, frame.evidence as Evidence)
    case 'look':
      return { looks: { ...room.looks, [String(frame.evidence)]: frame.concerns as Concern[] } }
    case 'circumstances':
      return {
        circumstances: {
          ...room.circumstances,
          [String(frame.evidence)]: frame.circumstances as Circumstances,
        },
      }
    case 'reading': {
      const told = frame.readings as ItemReadings
      return { readings: { ...room.readings, [told.item_id]: told } }
    }
    case 'whereabouts':
      return { whereabouts: { ...(frame as unknown as Whereabouts), heard_ms: now_ms } }
    case 'challenge':
      return { challenge: challengeOf(frame, now_ms) }
    case 'still_wanted':
      return { stillsWanted: { ...room.stillsWanted, [String(frame.request)]: String(frame.item) } }
    case 'committed':
      return committed(room, String(frame.id), frame.item ? String(frame.item) : '')
    case 'chat':
      return withLine(room, { seq, from, text: String(frame.text), at: frame.at ?? '' })
    case 'point':
      return { pointer: { x: Number(frame.x), y: Number(frame.y), from, seq } }
    case 'torch':
      return { torch: frame.on === true }
    case 'camera':
      return { camera: { state: frame.state as 'live', cause: String(frame.cause ?? '') } }
    case 'publisher':
      return {
        publishers: { ...room.publishers, [String(frame.participant)]: frame.is as Publishing },
        ...(frame.is === 'live' && frame.participant === APPLICANT
          ? { camera: { state: 'live' as const, cause: '' } }
          : {}),
      }
    case 'state':
      return { caseState: frame.state as CaseState, isEnded: false }
    case 'figures':
      return { sending: frame.sending as Sending[], watching: frame.watching as Watching[] }
    case 'quality': {
      const { rung, reason, is_pinned, cap_bps, obeyed } = frame as unknown as Quality
      return { quality: { rung, reason, is_pinned, cap_bps, obeyed } }
    }
    case 'obeyed': {
      const { rung, cap_bps, is_in_force } = frame as unknown as Obeyed
      return { quality: { ...room.quality, obeyed: { rung, cap_bps, is_in_force } } }
    }
    case 'record':
      return { record: (frame.record as InspectionRecord | null) ?? null }
    case 'handed_over':
      return { seats: frame.seats as RoomState['seats'] }
    case 'ended':
      return { isEnded: true }
    case 'media_closed':
    case 'problem':
      return { problem: { zh: String(frame.zh ?? ''), en: String(frame.en ?? ''), seq: room.lastSeq } }
    default:
      return {}
  }
}

function publishersOf(known: Record<string, Publishing>, people: Participant[]): Record<string, Publishing> {
  const publishers: Record<string, Publishing> = {}
  for (const person of people) {
    const before = known[person.id]
    if (person.is_publishing) publishers[person.id] = before === 'silent' ? 'silent' : 'live'
    else if (before) publishers[person.id] = 'gone'
  }
  // a phone whose page is asleep keeps sending pictures: only the media plane says it is gone
  for (const [id, is] of Object.entries(known)) publishers[id] ??= is
  return publishers
}

function withEvidence(room: RoomState, one: Evidence): Partial<RoomState> {
  const known = room.evidence.find((kept) => kept.id === one.id)
  const rest = room.evidence.filter((kept) => kept.id !== one.id)
  const wanted = Object.entries(room.stillsWanted)
  const answered = one.kind === 'still' ? wanted.find(([, item]) => item === one.item_id) : undefined
  const promises = Object.entries(room.promised)
  const kept = one.kind === 'still' ? promises.find(([, item]) => item === one.item_id) : undefined
  return {
    evidence: [...rest, withCopies(one, known)],
    stillsWanted: Object.fromEntries(wanted.filter(([id]) => id !== answered?.[0])),
    promised: Object.fromEntries(promises.filter(([id]) => id !== kept?.[0])),
  }
}

/** Our own capture's answer may arrive after the news that its copies exist. */
export function withCopies(one: Evidence, known: Evidence | undefined): Evidence {
  return known?.has_thumbnail ? { ...one, has_thumbnail: true } : one
}

function committed(room: RoomState, id: string, item: string): Partial<RoomState> {
  const wanted = Object.entries(room.stillsWanted)
  const answered = wanted.find(([, asked]) => asked === item)
  return {
    promised: { ...room.promised, [id]: item },
    stillsWanted: Object.fromEntries(wanted.filter(([request]) => request !== answered?.[0])),
  }
}

function withLine(room: RoomState, line: ChatLine): Partial<RoomState> {
  // frames between two connections come twice
  if (room.chat.some((known) => known.seq === line.seq && known.text === line.text)) return {}
  return { chat: [...room.chat, line].slice(-MOST_CHAT_LINES) }
}
