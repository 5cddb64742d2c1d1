const ZONE = 'Asia/Shanghai'

const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, hourCycle: 'h23', ...options })

const year = format({ year: 'numeric' })
const day = format({ month: 'long', day: 'numeric' })
const minute = format({ hour: '2-digit', minute: '2-digit' })
const clock = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** `11月25日 17:30`, in the county's time wherever the desk stands. */
export const shortTime = (at: string): string =>
  at ? `${day.format(new Date(at))} ${minute.format(new Date(at))}` : ''
/** `2026年11月25日 17:30:08`. */
export const longTime = (at: string): string =>
  at ? `${year.format(new Date(at))}${day.format(new Date(at))} ${clockTime(at)}` : ''
export const clockTime = (at: string): string => (at ? clock.format(new Date(at)) : '')

const weekday = format({ month: 'long', day: 'numeric', weekday: 'short' })
/** `12月1日周二` of `2026-12-01`. */
export const dayName = (on: string): string => weekday.format(new Date(`${on}T12:00:00+08:00`))

/** `1:04:09` or `04:09`: how long a call lasts. */
export function lasting(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  const h = Math.floor(seconds / 3600)
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(Math.floor(seconds % 60))}`
  return h > 0 ? `${h}:${rest}` : rest
}

/** How far away a moment is, in the largest unit that says enough. */
export function distance(at: string, now: number): { zh: string; en: string; isPast: boolean } {
  const minutes = Math.round((new Date(at).getTime() - now) / 60_000)
  const isPast = minutes < 0
  const n = Math.abs(minutes)
  const [value, zh, en] =
    n < 60
      ? [n, '分钟', 'min']
      : n < 60 * 48
        ? [Math.round(n / 60), '小时', 'h']
        : [Math.round(n / 1440), '天', 'd']
  return { zh: `${value} ${zh}`, en: `${value} ${en}`, isPast }
}
