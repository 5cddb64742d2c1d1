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
  links: { to: string; yaw_deg: number; pitch_deg: number; title: Both }[]
  hotspots: Hotspot[]
}
export interface Rule {
  rule_id: string
  item_id: string | null
  holds: boolean | null
  measured: string
  limit: string
  text: Both
  clause: string
}
export interface Room {
  room: { id: string; title: Both; progress: Progress }
  tour: { room_id: string; title: Both; scenes: Scene[] } | null
  report: { rules: Rule[] } | null
  progress: Progress
}
export interface Progress {
  stage: string
  share: number
  done?: boolean
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

/** The family of an item: kitchen layout, extraction, oil-fume equipment. */
export const FAMILIES: Record<string, Both> = {
  KL: { zh: '厨房布局', en: 'Kitchen layout' },
  EX: { zh: '排风排烟', en: 'Extraction' },
  OF: { zh: '油烟净化', en: 'Oil fume' },
}

export const STAGES: Record<string, Both> = {
  waiting: { zh: '排队渲染', en: 'waiting' },
  light: { zh: '计算光照', en: 'baking light' },
  preview: { zh: '生成预览', en: 'previews' },
  panorama: { zh: '渲染高清全景', en: 'sharp panoramas' },
  done: { zh: '完成', en: 'done' },
}
