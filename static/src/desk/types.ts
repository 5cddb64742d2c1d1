/** What the desk reads from the server, as the HTTP contract names it. */

export type CaseState =
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
  inspectors: { id: string; name: string }[]
  applicant_is_waiting: boolean
  is_mine: boolean
}

export interface Clause {
  zh: string
  en: string
  article: string
  edition: string
  is_confirmed: boolean
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
  remote: 'yes' | 'partly' | 'no'
  because_zh: string
  because_en: string
  clauses: Clause[]
  hotspot: string
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
  left_out: { item_id: string; zh: string; en: string; because_zh: string }[]
}

export interface Finding {
  item_id: string
  verdict: VerdictValue | null
  note: string
  by: string
  at: string
}

export interface Evidence {
  id: string
  item_id: string
  kind: 'still' | 'frame' | 'recorded'
  sha256: string
  width_px: number
  height_px: number
  size_bytes: number
  captured_at: string
  kept_at: string
  by: string
  has_thumbnail: boolean
}

export interface Signer {
  role: 'applicant' | 'inspector'
  name: string
  id: string
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
  is_complete: boolean
}

export interface Determination {
  food_conclusion: ConclusionValue
  fume_conclusion: ConclusionValue
  reasons: { item_id: string; area: string; zh: string; en: string }[]
}

export interface Delivery {
  id: string
  receiver: string
  state: 'waiting' | 'delivered' | 'dead'
  tries: number
  next_at: string | null
  error: string | null
}

export interface Participant {
  id: string
  name: string
  role: string
  is_online: boolean
  is_publishing: boolean
}

export interface CaseFile extends CaseRow {
  address: string
  credit_code: string
  phone_masked: string
  activities: { id: string; zh: string; en: string }[]
  facts: Record<string, boolean | number | string>
  checklist: Checklist
  findings: Record<string, Finding>
  evidence: Evidence[]
  determination: Determination | null
  record: InspectionRecord | null
  deliveries: Delivery[]
  story: { at: string; who: string; zh: string; en: string }[]
  invitation: { expires_at: string; state: string } | null
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
