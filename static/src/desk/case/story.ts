/** A story line as the server tells it. */
export interface Line {
  at: string
  who: string
  zh: string
  en: string
}
export interface Chapter extends Line {
  count: number
}

const REPEATING = [
  { zh: /^判定 (\S+)$/, whole: (n: number) => ({ zh: `判定 ${n} 次`, en: `${n} verdicts` }) },
  { zh: /^保存证据 (\S+)$/, whole: (n: number) => ({ zh: `保存证据 ${n} 份`, en: `${n} pictures kept` }) },
]

/** Folds runs of the same act by the same person into one line, newest first. */
export function chapters(lines: Line[]): Chapter[] {
  const told: Chapter[] = []
  for (const line of lines) {
    const last = told.at(-1)
    const kind = REPEATING.find(({ zh }) => zh.test(line.zh))
    const isSame =
      last &&
      kind &&
      last.who === line.who &&
      (kind.zh.test(last.zh) || last.zh.startsWith(kind.whole(0).zh.slice(0, 2)))
    if (last && kind && isSame) {
      const count = last.count + 1
      told[told.length - 1] = { ...last, ...kind.whole(count), at: line.at, count }
    } else told.push({ ...line, count: 1 })
  }
  return told.reverse()
}
