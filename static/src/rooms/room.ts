/** What the service tells of a sample room, and where an address leads. Pure. */
export interface Both {
  zh: string
  en: string
}
export interface Hotspot {
  id: string
  item_id: string
  yaw_deg: number
  pitch_deg: number
  title: Both
  text: Both
  is_right: boolean
}
export interface Scene {
  id: string
  title: Both
  yaw_deg: number
  preview: string
  panorama: string
  tiles: string
  depth?: string // a photographed room has none
  at: [number, number]
  eye_m: number
  links: { to: string; yaw_deg: number; pitch_deg: number; title: Both }[]
  hotspots: Hotspot[]
}
export interface Rule {
  rule_id: string
  item_id: string | null
  holds: boolean | null
  measured: Both
  limit: Both
  text: Both
  clause: string
  edition: string
  confidence: string
  severity: 'error' | 'warning' | 'info'
  places: [number, number, number][]
  applies: boolean
}
export interface Room {
  room: { id: string; title: Both; progress: Progress }
  tour: { room_id: string; title: Both; scenes: Scene[] } | null
  report: { rules: Rule[] } | null
  progress: Progress
  pictures: Record<string, Pictures>
  model: { path: string; floor: string; version: string } | null
}
export interface Progress {
  stage: string
  share: number
  error?: Both | null
}
/** Versions of a scene's pictures; `null`: not rendered yet. */
export interface Pictures {
  preview: string | null
  depth: string | null
  tiles: string | null
}

/** `#t2/EX-02` names a room and an item; either may be missing. */
export function placeOf(hash: string): { room: string | null; item: string | null } {
  const [room, item] = decodeURIComponent(hash.replace(/^#/, '')).split('/')
  return { room: room || null, item: item || null }
}

/** The scene that shows an item, the current one first. */
export function sceneOf(scenes: Scene[], item: string, current: string | null): Scene | null {
  const shows = (scene: Scene) => scene.hotspots.some(({ item_id }) => item_id === item)
  return scenes.find((scene) => scene.id === current && shows(scene)) ?? scenes.find(shows) ?? null
}

/** Kept, broken, not to be told from the layout, or about something the shop does not do. */
export function markOf(rule: Pick<Rule, 'holds' | 'applies'>): string {
  if (!rule.applies) return '–'
  return rule.holds === null ? '?' : rule.holds ? '✓' : '✗'
}

/** Whether the clause was read or is known well; others are shown as unconfirmed. */
export function isSure(rule: Pick<Rule, 'confidence'>): boolean {
  return rule.confidence === 'verified' || rule.confidence === 'high'
}
