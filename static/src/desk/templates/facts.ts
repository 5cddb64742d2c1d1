import type { FactKind, FactValues } from './types'

/** Shops to look at a template with. Values are texts, as a template's file has them; others are ordinary. */
export const RESTAURANT: FactValues = {
  area_m2: '120',
  dining_m2: '70',
  stoves: '4',
  sinks: '4',
  fume: 'yes',
  hot: 'yes',
  dine_in: 'yes',
  gas: 'ng',
}
export const DRINKS: FactValues = { area_m2: '30', drink: 'yes', sinks: '2' }

/** The facts with one more; what is ordinary is not written. */
export function withFact(facts: FactValues, kind: FactKind, value: string): FactValues {
  const { [kind.name]: _, ...others } = facts
  return value === '' || value === kind.default ? others : { ...others, [kind.name]: value }
}

/** A fact as a short phrase: 灶头数 4, 堂食, 没有油烟. */
export function phraseOf(kind: FactKind, value: string): { zh: string; en: string } {
  if (kind.kind === 'choice') {
    const word = kind.choices.find((one) => one.word === value)
    return { zh: `${kind.zh}：${word?.zh ?? value}`, en: `${kind.en}: ${word?.en ?? value}` }
  }
  if (kind.kind === 'number') {
    return { zh: `${kind.zh} ${value} ${kind.unit}`.trim(), en: `${kind.en} ${value} ${kind.unit}`.trim() }
  }
  const holds = value === 'yes' || value === 'true' || value === '是'
  return { zh: `${kind.zh}：${holds ? '是' : '否'}`, en: `${kind.en}: ${holds ? 'yes' : 'no'}` }
}
