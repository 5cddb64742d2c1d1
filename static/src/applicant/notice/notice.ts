/** The one-time notice as the service tells it, and what follows for the page. Pure. */
export interface Fault {
  item_id: string
  title_zh: string
  title_en: string
  todo: 'mend' | 'hand_in' | 'we_come'
  found: string
  right_zh: string
  right_en: string
  clauses: string[]
  photos: { id: string; sha256: string }[]
  room: string
  hotspot: string
}
export interface Notice {
  sha256: string
  deadline: string
  deadline_zh: string
  working_days: number
  is_provisional: boolean
  reasons: string[]
  faults: Fault[]
}

/** What is left to the applicant; the rest the bureau looks at on site. */
export const toDo = (notice: Notice): Fault[] => notice.faults.filter(({ todo }) => todo !== 'we_come')

/** The applicant's own picture of a fault, and the place in the sample room. */
export const photoUrl = (id: string): string =>
  `/api/v1/evidence/${encodeURIComponent(id)}/watermarked?as=applicant`
export const roomUrl = ({ room, hotspot }: Fault): string => `/rooms#${room}/${hotspot}`
export const rightUrl = ({ room, hotspot }: Fault): string =>
  `/api/v1/sample-rooms/${encodeURIComponent(room)}/views/${encodeURIComponent(hotspot)}`
