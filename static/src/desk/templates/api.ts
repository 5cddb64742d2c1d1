import { exchange, Refused } from '../server'
import type { Text } from '../texts'
import { faultFrom } from './faults'
import type {
  Check,
  Draft,
  FactValues,
  Family,
  ItemChange,
  Judged,
  Preview,
  VersionRow,
  Vocabulary,
} from './types'
import type { Plain } from './tree'
import type { Exam } from './use_exam'

const one = (id: string) => `/template-drafts/${encodeURIComponent(id)}`
const version = (family: string, name: string) =>
  `/templates/${encodeURIComponent(family)}/versions/${encodeURIComponent(name)}`

async function get<T>(path: string): Promise<T> {
  return (await exchange<T>('GET', path)).content
}
async function post<T>(path: string, body: unknown): Promise<T> {
  return (await exchange<T>('POST', path, body)).content
}

/** What is wrong with a condition; the remedy as well unless it lists every fact, which the form does. */
function whatOf({ facts, zh, en }: Refused): Text {
  const parts = (language: 'zh' | 'en') =>
    [facts[`what_${language}`], facts[`remedy_${language}`]].map((one) => String(one ?? ''))
  const [what, remedy] = parts('zh')
  const [said, advice] = parts('en')
  if (!what) return { zh, en }
  const isLong = (remedy ?? '').length > 80
  return { zh: `${what}。${isLong ? '' : remedy}`, en: `${said}. ${isLong ? '' : advice}`.trim() }
}

/** What the editor says to the server, one function per use case. */
export const templates = {
  families: async () => (await get<{ families: Family[] }>('/templates')).families,
  vocabulary: () => get<Vocabulary>('/template-language'),
  begin: (family: string, name: string) => post<Draft>('/template-drafts', { family, version: name }),
  bring: (text: string) =>
    exchange<Draft>('POST', '/template-drafts/import', new Blob([text], { type: 'application/yaml' })),
  draft: (id: string) => exchange<Draft>('GET', one(id)),
  keep: (id: string, template: Plain, etag: string) =>
    exchange<Draft>('PUT', one(id), { template }, { 'If-Match': etag }),
  async remove(id: string): Promise<void> {
    const { etag } = await exchange<Draft>('GET', one(id))
    await exchange('DELETE', one(id), undefined, { 'If-Match': etag })
  },
  publish: async (id: string, effective_from: string, etag: string) =>
    (await exchange<VersionRow>('POST', `${one(id)}/publish`, { effective_from }, { 'If-Match': etag }))
      .content,
  preview: (id: string, facts: FactValues) => post<Preview>(`${one(id)}/preview`, { facts }),
  /** Faults, vectors, and what changed. The changes can only be told once nothing is wrong. */
  async exam(id: string, on?: string): Promise<Exam> {
    const check = await post<Check>(`${one(id)}/check`, on ? { on } : {})
    const told = await get<{ since: string; items: ItemChange[] }>(`${one(id)}/changes`).catch(() => null)
    return {
      isKnown: true,
      mayPublish: check.may_publish,
      faults: check.faults.map(faultFrom),
      vectors: check.vectors,
      lacks: check.lacks,
      against: told?.since ?? '',
      changes: told?.items ?? [],
    }
  },
  /** Whether a shop is asked by a condition and why, or what is wrong with the condition. */
  async judge(applies_when: string, facts: FactValues): Promise<Judged> {
    try {
      const found = await post<{ holds: boolean; because_zh: string; because_en: string }>(
        '/template-conditions',
        { applies_when, facts },
      )
      return { is: 'judged', holds: found.holds, because: { zh: found.because_zh, en: found.because_en } }
    } catch (error) {
      const refused = Refused.from(error)
      if (refused.code !== 'condition.malformed') throw refused
      return { is: 'malformed', column: Number(refused.facts.column ?? 1), said: whatOf(refused) }
    }
  },
}

export const versionFile = (family: string, name: string) => `/api/v1${version(family, name)}/yaml`
export const draftFile = (id: string) => `/api/v1${one(id)}/yaml`
