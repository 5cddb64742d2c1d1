import { shallowRef } from 'vue'
import { Refused } from '../server'
import { templates } from './api'
import type { Text } from '../texts'
import type { FactValues, Fault, ItemChange, Preview, VectorRun } from './types'

/** What the server says of the draft as it was last kept. */
export interface Exam {
  /** Whether the server has looked at it at all. */
  isKnown: boolean
  mayPublish: boolean
  faults: Fault[]
  vectors: VectorRun[]
  /** What the vectors do not try at all. */
  lacks: Text | null
  changes: ItemChange[]
  /** The version the changes are against, "" where there is none. */
  against: string
}
export const NOT_EXAMINED: Exam = {
  isKnown: false,
  mayPublish: false,
  faults: [],
  vectors: [],
  lacks: null,
  changes: [],
  against: '',
}

/** Asks again whenever told; an answer that was overtaken is dropped. */
export function useExam(id: string) {
  const exam = shallowRef<Exam>(NOT_EXAMINED)
  const preview = shallowRef<Preview | Refused | null>(null)
  let examined = 0
  let composed = 0

  async function examine(): Promise<void> {
    const mine = ++examined
    try {
      const found = await templates.exam(id)
      if (mine === examined) exam.value = found
    } catch {
      // the line about saving already says that the server is away; the next save asks again
    }
  }
  async function compose(facts: FactValues): Promise<void> {
    const mine = ++composed
    try {
      const found = await templates.preview(id, facts)
      if (mine === composed) preview.value = found
    } catch (error) {
      if (mine === composed) preview.value = Refused.from(error)
    }
  }
  return { exam, preview, examine, compose }
}
