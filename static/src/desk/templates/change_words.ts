import { AREAS, type Text } from '../texts'
import { CONFIDENCES, KINDS, REMOTES, STOPS, WEIGHTS } from './texts'
import type { Vocabulary } from './types'

const WORDS: Record<string, Record<string, Text>> = {
  weight: WEIGHTS,
  areas: AREAS,
  evidence: KINDS,
  remote: REMOTES,
  stop: STOPS,
}

/** A value of a comparison as the form shows it: 关键项 for key, laws for ids. What nobody knows stays. */
export function said(field: string, value: string, words: Vocabulary): string {
  const known = WORDS[field]
  if (known)
    return value
      .split('、')
      .map((one) => known[one]?.zh ?? one)
      .join('、')
  if (field === 'department') return words.departments.find((one) => one.id === value)?.zh ?? value
  if (field === 'repeats') return words.facts.find((one) => one.name === value)?.zh ?? value
  if (field === 'clauses')
    return value
      .split('、')
      .map((one) => clause(one, words))
      .join('、')
  return value
}

/** `clause_id=air-law-81-1 confidence=high` */
function clause(value: string, words: Vocabulary): string {
  const [, id, confidence] = /^clause_id=(\S+) confidence=(\S+)$/.exec(value) ?? []
  const row = words.clauses.find((one) => one.id === id)
  if (!id || !confidence || !row) return value
  return `${row.zh} ${row.article}（${CONFIDENCES[confidence]?.zh ?? confidence}）`
}
