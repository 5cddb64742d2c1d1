import type { Text } from '../texts'

const SPAN = /^(workday|weekend|holiday)(?:\/([1-7]+))? (\d\d:\d\d)-(\d\d:\d\d)$/
const KINDS: Record<string, Text> = {
  workday: { zh: '工作日', en: 'Working days' },
  weekend: { zh: '周末', en: 'Weekends' },
  holiday: { zh: '节假日', en: 'Holidays' },
}
const DAYS_ZH = '一二三四五六日'
const DAYS_EN = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** Opening hours as people say them, a line for each kind of day; `null` where they can not be read (yet). */
export function saidHours(text: string): Text[] | null {
  const said = new Map<string, { days: Text; times: string[] }>()
  for (const part of text.split(',').map((one) => one.trim())) {
    const [, kind, weekdays = '', begins, ends] = SPAN.exec(part) ?? []
    if (!kind || !begins || !ends || begins >= ends) return null
    const key = `${kind}/${weekdays}`
    const line = said.get(key) ?? { days: daysOf(kind, weekdays), times: [] }
    line.times.push(`${begins}–${ends}`)
    said.set(key, line)
  }
  return [...said.values()].map(({ days, times }) => ({
    zh: `${days.zh} ${times.join('、')}`,
    en: `${days.en} ${times.join(', ')}`,
  }))
}

/** 工作日; where some weekdays are named, those: 周二、周四（工作日）, as make-up days and holidays still count. */
function daysOf(kind: string, weekdays: string): Text {
  const of = KINDS[kind] as Text
  if (!weekdays) return of
  const days = [...new Set(weekdays)].sort().map(Number)
  const zh = days.map((day) => `周${DAYS_ZH[day - 1]}`).join('、')
  return {
    zh: `${zh}（${of.zh}）`,
    en: `${days.map((day) => DAYS_EN[day - 1]).join(', ')} (${of.en.toLowerCase()})`,
  }
}
