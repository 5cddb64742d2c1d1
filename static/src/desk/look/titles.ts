import type { Text } from '../texts'
import type { Read } from './server'

const SIGNS: readonly RegExp[] = [
  /型号|model/i,
  /编号|序列号|serial|s\/n/i,
  /许可证|JY\d/,
  /公司|名称|店|厂$/,
]

/** What a line probably is, by its words; the last of the titles stands for anything else. */
export function titleOf(read: Pick<Read, 'text' | 'form'>, titles: readonly Text[]): Text {
  if (read.form) return titles[2]!
  const licence = SIGNS[2]!.test(read.text) ? 2 : -1
  const at = licence >= 0 ? licence : SIGNS.findIndex((sign) => sign.test(read.text))
  return titles[at] ?? titles.at(-1)!
}
