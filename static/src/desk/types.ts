/** What the desk reads from the server, as the HTTP contract names it. */

export type CaseState =
  | 'received'
  | 'pre_check'
  | 'accepted'
  | 'preparing'
  | 'booked'
  | 'inspecting'
  | 'reviewing'
  | 'determined'
  | 'pushed'
  | 'licensed'
  | 'closed'
  | 'supplement_due'
  | 'withdrawn'
  | 'no_show'
  | 'technical_abort'
  | 'on_site'
export type Light = 'green' | 'amber' | 'red'
export type VerdictValue =
  | 'pass'
  | 'fail'
  | 'not_applicable'
  | 'rectified'
  | 'needs_on_site'
  | 'needs_supplement'
export type ConclusionValue = 'pass' | 'rectify' | 'fail' | 'go_on_site' | 'supplement' | 'not_asked'

export interface User {
  id: string
  username: string
  name: string
  role: string
  department?: string
  unit?: string
}

/** Why a deadline stands still, and since when. */
export interface Pause {
  kind: 'applicant' | 'request' | 'force' | 'examination'
  zh: string
  en: string
  why: string
  began_at: string
}

/** A case before or behind this one. */
export interface OtherCase {
  id: string
  number: string
}

/** A step this person may take now by a word. */
export interface Step {
  act: string
  zh: string
  en: string
  asks_why: boolean
}

export interface CaseRow {
  id: string
  number: string
  shop_name: string
  format_zh: string
  applicant_name: string
  area_m2: number | string
  stoves: number
  state: CaseState
  accepted_at: string
  due_at: string
  light: Light
  is_due_provisional: boolean
  is_overdue: boolean
  pause: Pause | null
  inspectors: { id: string; name: string }[]
  applicant_is_waiting: boolean
  /** Where the applicant's page is; `null`: away. */
  applicant_at: 'room' | 'waiting' | 'papers' | 'elsewhere' | 'background' | null
  is_mine: boolean
  /** The seat was another inspector's, and the inspection runs. */
  is_handed_to_me: boolean
  unit: string
}
/** A seat that changed hands while the inspection ran. */
export interface Transfer {
  at: string
  leaving: { id: string; name: string }
  coming: { id: string; name: string }
  by: string
  reason: string
  item: string | null
}

export interface Clause {
  zh: string
  en: string
  article: string
  edition: string
  is_confirmed: boolean
}

/** What an item measures; `limits` as people read them, empty without any. */
export interface Quantity {
  zh: string
  en: string
  unit: string
  limits: string
}
export interface TypedValue {
  value: string | null
  evidence: string
  reason: string
  by: string
  at: string
}
/** A quantity something was typed for: what counts now, and all that was typed, oldest first. */
export interface Reading extends Quantity {
  quantity: number
  value: string | null
  result: 'within' | 'borderline' | 'outside' | 'no_limit' | null
  result_zh: string
  result_en: string
  evidence: string
  by: string
  at: string
  history: TypedValue[]
}
export interface ItemReadings {
  item_id: string
  readings: Reading[]
  /** A verdict that follows from the values; the inspector gives it, or another. */
  proposal: { verdict: VerdictValue; zh: string; en: string } | null
}

export interface ChecklistItem {
  id: string
  title_zh: string
  title_en: string
  film_zh: string
  film_en: string
  judge_zh: string
  judge_en: string
  weight: 'key' | 'general'
  areas: string[]
  evidence: string[]
  /** How long a video has to be at least; 0: as long as it takes. */
  video_seconds: number
  readings: Quantity[]
  remote: 'yes' | 'partly' | 'no'
  because_zh: string
  because_en: string
  clauses: Clause[]
  hotspot: string
  /** Who judges it. */
  department: string
  /** Items of one shot are shown by one picture. */
  shot: string
}

export interface Section {
  id: string
  zh: string
  en: string
  items: ChecklistItem[]
}
export interface Checklist {
  version: string
  sections: Section[]
  walk: { id: string; stop: string; items: string[] }[]
  left_out: { item_id: string; zh: string; en: string; because_zh: string; because_en: string }[]
}

export type Standing = 'open' | 'awaits_second' | 'differs' | 'settled'
export interface Word {
  verdict: VerdictValue | null
  note: string
  by: string
  at: string
}
/** An item as this person may see it: what is settled, else their own word. */
export interface Finding extends Word {
  item_id: string
  standing: Standing
  mine: Word | null
  /** The second inspector's word, once one's own stands. */
  other: Word | null
  is_other_set: boolean
  /** Why two verdicts that differed were reconciled like this. */
  reason: string
}

/** Why a picture needs a look; a hint, never a verdict. */
export interface Concern {
  code: string
  zh: string
  en: string
}

export type PlaceCode = 'at_address' | 'near' | 'far' | 'unknown'
/** What was so when evidence was made; distances in metres. */
export interface Circumstances {
  place: { code: PlaceCode; zh: string; en: string }
  distance_m: number | null
  accuracy_m: number | null
  position_age_s: number | null
  clock_offset_ms: number | null
  clock_error_ms: number | null
  challenge: string
  codec: string
}

export interface Evidence {
  id: string
  item_id: string
  kind: 'still' | 'frame' | 'recorded' | 'clip' | 'document'
  sha256: string
  width_px: number
  height_px: number
  /** Of a clip. */
  duration_ms: number | null
  size_bytes: number
  captured_at: string
  kept_at: string
  by: string
  has_thumbnail: boolean
  /** Hash of the copy on which something is covered; thumbnail and watermarked copy follow it. */
  covered_sha256?: string | null
  /** Missing or `null` until the picture was measured. */
  concerns?: Concern[] | null
  /** Missing until told; `null` for what was kept before there were any. */
  circumstances?: Circumstances | null
}

export interface Signer {
  /** A witness does not sign: they confirm that the applicant refused. */
  role: 'applicant' | 'inspector' | 'reviewer' | 'witness'
  name: string
  id: string
}
export interface Refusal {
  reason: string
  noted_by: string
  noted_at: string
  witness: string | null
  witnessed_at: string | null
}
export interface InspectionRecord {
  sha256: string
  made_at: string
  food_conclusion: ConclusionValue
  fume_conclusion: ConclusionValue
  conclusion_zh: string
  conclusion_en: string
  signatures: { role: string; name: string; signed_at: string }[]
  /** Whose signature is still missing. */
  needed: Signer[]
  /** The applicant does not sign; `witness` is the second inspector, once they confirmed it. */
  refusal: Refusal | null
  is_complete: boolean
}

/** Everything an applicant has to put right, in one message; made once with the determination. */
export interface OneTimeNotice {
  sha256: string
  made: string
  deadline: string
  deadline_zh: string
  working_days: number
  is_provisional: boolean
  reasons: string[]
  faults: {
    item_id: string
    title_zh: string
    title_en: string
    todo: 'mend' | 'hand_in' | 'we_come'
    found: string
    room: string
    hotspot: string
  }[]
}

/** Another conclusion than the computed one; it counts once a second person has confirmed it. */
export interface Deviation {
  area: 'food' | 'fume'
  proposal: number
  computed: ConclusionValue
  conclusion: ConclusionValue
  reason: string
  proposed_by: string
  proposed_at: string
  confirmed_by: string | null
  confirmed_at: string | null
  is_own: boolean
}

export interface Determination {
  food_conclusion: ConclusionValue
  fume_conclusion: ConclusionValue
  reasons: { item_id: string; area: string; zh: string; en: string }[]
  deviations: Deviation[]
}

export interface Delivery {
  id: string
  matter: 'result' | 'status' | 'wish'
  receiver: string
  target: string
  state: 'held' | 'waiting' | 'delivered' | 'dead' | 'dropped'
  tries: number
  next_at: string | null
  error: string | null
}

/** Something the applicant was told or will be; links in its text are hidden. */
export interface ToldNotice {
  id: string
  kind: string
  title_zh: string
  title_en: string
  zh: string
  en: string
  state:
    | 'scheduled'
    | 'queued'
    | 'sent'
    | 'delivered'
    | 'undelivered'
    | 'uncertain'
    | 'cancelled'
    | 'too_late'
  made_at: string
  due_at: string
  to_masked: string
  may_repeat: boolean
  events: { at: string; what: string; channel: string | null; gateway: string; said: string }[]
}

export interface Participant {
  id: string
  name: string
  role: string
  is_online: boolean
  is_publishing: boolean
}

/** A department with items of this shop; without a reviewer the inspectors judge and sign for it. */
export interface Department {
  id: string
  zh: string
  en: string
  concludes: 'food' | 'fume' | null
  items: number
  settled: number
  reviewer: { id: string; name: string } | null
  is_yours: boolean
  candidates: { id: string; name: string }[]
}

export interface CaseFile extends CaseRow {
  address: string
  credit_code: string
  phone_masked: string
  activities: { id: string; zh: string; en: string }[]
  mode: string
  mode_why: { zh: string; en: string } | null
  track: string
  facts: Record<string, boolean | number | string>
  /** The same as people read it; `value` is `null` of what is simply so. */
  facts_told: { name: string; zh: string; en: string; value: { zh: string; en: string } | null }[]
  checklist: Checklist
  departments: Department[]
  findings: Record<string, Finding>
  evidence: Evidence[]
  readings: Record<string, ItemReadings>
  determination: Determination | null
  record: InspectionRecord | null
  deliveries: Delivery[]
  story: { at: string; who: string; zh: string; en: string }[]
  invitation: { expires_at: string; state: string } | null
  steps: Step[]
  follows: OtherCase | null
  followed_by: OtherCase | null
  transfers: Transfer[]
  live: { room: string; opened_at: string; is_open: boolean; participants: Participant[] } | null
  sample_room: string
}

export interface Call {
  room: string
  participant: string
  token: string
  ice_servers: RTCIceServer[]
  whip: string
  whep: string
  socket: string
}

export interface Invitation {
  url: string
  expires_at: string
  qr_svg: string
}
export interface OpenItem {
  item_id: string
  zh: string
  en: string
}
