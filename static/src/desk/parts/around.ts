import type { Text } from '../texts'
import type { Evidence, PlaceCode } from '../types'

/** One fact around a piece of evidence, with its label in both languages. */
export interface Around extends Text {
  name: 'place' | 'clock' | 'challenge' | 'codec'
  label: string
}

/** On a card: short, with a sign that speaks without colour. */
export const PLACE_SHORT: Record<PlaceCode, Text> = {
  at_address: { zh: '在登记地址', en: 'at the address' },
  near: { zh: '附近', en: 'near' },
  far: { zh: '较远', en: 'far' },
  unknown: { zh: '位置未知', en: 'unknown' },
}
export const PLACE_SIGNS: Record<PlaceCode, string> = { at_address: '◉', near: '◎', far: '△', unknown: '○' }

/** Place with distance, accuracy and age, clock, challenge and codec of a piece of evidence. */
export function aroundOf({ circumstances }: Evidence): Around[] {
  if (!circumstances) return []
  const { place, challenge, codec } = circumstances
  const lines: Around[] = [
    { name: 'place', label: '位置 Place', ...placeText(place, circumstances) },
    { name: 'clock', label: '手机时钟 Phone clock', ...clockText(circumstances.clock_offset_ms) },
  ]
  if (challenge) lines.push({ name: 'challenge', label: '口令 Code', zh: challenge, en: challenge })
  if (codec) lines.push({ name: 'codec', label: '格式 Format', zh: codec, en: codec })
  return lines
}

function placeText(place: Text, of: NonNullable<Evidence['circumstances']>): Text {
  const zh: string[] = []
  const en: string[] = []
  if (of.distance_m !== null) {
    zh.push(`相距 ${metres(of.distance_m)}`)
    en.push(`${metres(of.distance_m)} away`)
  }
  if (of.accuracy_m !== null && of.position_age_s !== null) {
    zh.push(`精度 ±${metres(of.accuracy_m)}`, `${Math.round(of.position_age_s)} 秒前定位`)
    en.push(`±${metres(of.accuracy_m)}`, `${Math.round(of.position_age_s)} s old`)
  }
  if (!zh.length) return { zh: place.zh, en: place.en }
  return { zh: `${place.zh}（${zh.join('，')}）`, en: `${place.en} (${en.join(', ')})` }
}

function clockText(offset_ms: number | null): Text {
  if (offset_ms === null) return { zh: '未测', en: 'not measured' }
  const seconds = (Math.abs(offset_ms) / 1000).toFixed(1)
  if (seconds === '0.0') return { zh: '与服务器一致', en: 'as the server’s' }
  return offset_ms > 0
    ? { zh: `快 ${seconds} 秒`, en: `${seconds} s ahead` }
    : { zh: `慢 ${seconds} 秒`, en: `${seconds} s behind` }
}

const metres = (value: number) =>
  value < 10_000 ? `${Math.round(value)} m` : `${Math.round(value / 1000)} km`
