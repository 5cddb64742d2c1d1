import type { Option } from './charts'
import { days, type Figures, percent } from './figures'

/** Colours of the design tokens, read where the chart stands: one source for pages and charts. */
export interface Inks {
  ink: string
  soft: string
  line: string
  accent: string
  pale: string
  warn: string
  paper: string
  font: string
}

export function inksOf(element: Element): Inks {
  const style = getComputedStyle(element)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    ink: token('--ink'),
    soft: token('--ink-soft'),
    line: token('--line'),
    accent: token('--accent'),
    pale: token('--accent-light'),
    warn: token('--warn'),
    paper: token('--paper'),
    font: token('--font'),
  }
}

export interface Words {
  passed: string
  other: string
  rate: string
  target: string
  days: string
}

/** First inspections as bars, passed and not; the rate above them as a line, with its target. */
export function ratesOption(
  groups: Figures[],
  target: number,
  inks: Inks,
  words: Words,
  narrow: boolean,
): Option {
  const names = groups.map((one) => one.name)
  const known = groups.map((one) => one.first_pass_rate).filter((one) => one !== null)
  const lowest = Math.min(target, ...known)
  const floor = Math.max(0, Math.floor((lowest - 0.1) * 10) / 10)
  return {
    animation: false,
    textStyle: { fontFamily: inks.font, color: inks.ink },
    grid: { left: 8, right: 12, top: 44, bottom: 4, containLabel: true },
    legend: { top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: { color: inks.soft, fontSize: 13 } },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: inks.paper,
      borderColor: inks.line,
      textStyle: { color: inks.ink, fontSize: 13 },
      formatter: (hit: { dataIndex: number }[]) => told(groups[hit[0]?.dataIndex ?? 0], words),
    },
    xAxis: {
      type: 'category',
      data: names,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: inks.line } },
      axisLabel: {
        color: inks.soft,
        fontSize: 12,
        hideOverlap: true,
        width: narrow ? 60 : 96,
        overflow: 'truncate',
      },
    },
    yAxis: [
      {
        type: 'value',
        minInterval: 1,
        axisLabel: { color: inks.soft },
        splitLine: { lineStyle: { color: inks.line } },
      },
      {
        type: 'value',
        min: floor,
        max: 1,
        splitNumber: 4,
        axisLabel: { color: inks.soft, formatter: (value: number) => `${Math.round(value * 100)}%` },
        splitLine: { show: false },
      },
    ],
    series: [
      bar(
        words.passed,
        groups.map((one) => one.first_passed),
        inks.pale,
      ),
      bar(
        words.other,
        groups.map((one) => one.first - one.first_passed),
        inks.warn,
      ),
      {
        name: words.rate,
        type: 'line',
        yAxisIndex: 1,
        data: groups.map((one) => one.first_pass_rate),
        symbol: 'circle',
        symbolSize: 8,
        itemStyle: { color: inks.accent },
        lineStyle: { width: 2.5, color: inks.accent },
        markLine: {
          silent: true,
          symbol: 'none',
          data: [{ yAxis: target }],
          lineStyle: { color: inks.accent, type: 'dashed', opacity: 0.7 },
          label: { formatter: words.target, position: 'insideEndTop', color: inks.accent, fontSize: 12 },
        },
      },
    ],
  }
}

const bar = (name: string, data: number[], color: string) => ({
  name,
  type: 'bar',
  stack: 'first',
  data,
  barMaxWidth: 36,
  itemStyle: { color },
  cursor: 'pointer',
})

function told(one: Figures | undefined, words: Words): string {
  if (!one) return ''
  const rate = `${words.rate} ${percent(one.first_pass_rate)}`
  return `${one.name}\n${rate}（${one.first_passed} / ${one.first}）\n${words.days} ${days(one.mean_days)}`
}

/** What a reader who does not see the chart is told of it. */
export function spoken(groups: Figures[], words: Words): string {
  const each = groups.map(
    (one) => `${one.name} ${percent(one.first_pass_rate)}，${one.first_passed}/${one.first}`,
  )
  return `${words.rate}：${each.join('；')}`
}
