import { ask } from '../server'
import type { Text } from '../texts'

export interface RuleVersion {
  version: string
  effective_from: string | null
  origin: string
  published_at: string
}
export interface RuleFamily {
  id: string
  zh: string
  en: string
  in_force: string
  is_used: boolean
  versions: RuleVersion[]
}
/** What a text says and changes, or the first fault with its line. */
export interface RulesChecked {
  fault: { line: number; zh: string; en: string } | null
  family: string
  version: string
  words: Text[]
  changes: { before: Text | null; after: Text | null }[]
}

/** What the page of rules says to the server. */
export const rules = {
  families: async () => (await ask<{ families: RuleFamily[] }>('GET', '/rules')).families,
  text: async (family: string, version: string) => {
    const path = `/rules/${encodeURIComponent(family)}/versions/${encodeURIComponent(version)}`
    return (await ask<{ yaml: string }>('GET', path)).yaml
  },
  check: (yaml: string) => ask<RulesChecked>('POST', '/rules/check', { yaml }),
  publish: (yaml: string, effective_from: string) =>
    ask<{ family: string; version: string }>('POST', '/rules', { yaml, effective_from }),
}
