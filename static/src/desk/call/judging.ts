import { computed, reactive, ref } from 'vue'
import { Refused, server } from '../server'
import type { Finding, VerdictValue } from '../types'

export type NoteState = 'clean' | 'dirty' | 'saving' | 'saved' | 'failed'
interface Step {
  item: string
  verdict: VerdictValue | null
  note: string
}

export interface JudgingDeps {
  caseId: string
  findingOf: (item: string) => Finding | undefined
  show: (finding: Finding) => void
  refused: (problem: Refused, item: string) => void
}

const MOST_STEPS = 50

/** An item nobody judged. */
export const nothing = (item_id: string): Finding => ({
  ...{ item_id, verdict: null, note: '', by: '', at: '', standing: 'open' },
  ...{ mine: null, other: null, is_other_set: false, reason: '' },
})

/** Verdicts and notes: shown at once, saved in order per item, taken back with undo. */
export function useJudging({ caseId, findingOf, show, refused }: JudgingDeps) {
  const steps = ref<Step[]>([])
  const drafts = reactive<Record<string, string>>({})
  const noteStates = reactive<Record<string, NoteState>>({})
  const saving = ref(0)
  const lines = new Map<string, Promise<unknown>>()

  const noteOf = (item: string) => drafts[item] ?? findingOf(item)?.mine?.note ?? ''

  /** One write after the other per item, so that the last word wins on the server too. */
  function inLine<T>(item: string, job: () => Promise<T>): Promise<T> {
    const next = (lines.get(item) ?? Promise.resolve()).then(job, job)
    lines.set(
      item,
      next.catch(() => undefined),
    )
    return next
  }

  async function write(item: string, verdict: VerdictValue | null, note: string): Promise<boolean> {
    const before = findingOf(item)
    const at = before?.at ?? ''
    const mine = { verdict, note, by: before?.by ?? '', at }
    show({ ...(before ?? nothing(item)), ...mine, mine })
    saving.value += 1
    try {
      show(await inLine(item, () => server.judge(caseId, item, verdict, note)))
      return true
    } catch (error) {
      // only our own optimistic value is taken back, not what a colleague said meanwhile
      const shown = findingOf(item)?.mine
      if (shown?.verdict === verdict && shown.note === note) {
        show(before ?? nothing(item))
      }
      refused(Refused.from(error), item)
      return false
    } finally {
      saving.value -= 1
    }
  }

  function remember(item: string): void {
    const now = findingOf(item)?.mine
    steps.value = [...steps.value, { item, verdict: now?.verdict ?? null, note: noteOf(item) }].slice(
      -MOST_STEPS,
    )
  }

  /** What two different verdicts come to. Answers whether it was kept. */
  async function reconcile(item: string, verdict: VerdictValue, reason: string): Promise<boolean> {
    saving.value += 1
    try {
      const note = (findingOf(item)?.mine?.note ?? '').trim() || (findingOf(item)?.other?.note ?? '')
      show(await inLine(item, () => server.reconcile(caseId, item, verdict, note, reason)))
      return true
    } catch (error) {
      refused(Refused.from(error), item)
      return false
    } finally {
      saving.value -= 1
    }
  }

  /** Sets a verdict, or takes it back with `null`; the note stays. */
  async function judge(item: string, verdict: VerdictValue | null): Promise<void> {
    if ((findingOf(item)?.mine?.verdict ?? null) === verdict) return
    remember(item)
    const note = noteOf(item)
    if (await write(item, verdict, note)) settle(item, note)
    else steps.value = steps.value.slice(0, -1)
  }

  /** Takes back the last verdict of this page; answers which item it was. */
  async function undo(): Promise<string | null> {
    const step = steps.value.at(-1)
    if (!step) return null
    steps.value = steps.value.slice(0, -1)
    delete drafts[step.item]
    await write(step.item, step.verdict, step.note)
    return step.item
  }

  function type(item: string, note: string): void {
    drafts[item] = note
    noteStates[item] = 'dirty'
  }

  function settle(item: string, saved: string): void {
    if (drafts[item] !== saved) return
    delete drafts[item]
    noteStates[item] = 'saved'
  }

  async function saveNote(item: string): Promise<void> {
    const note = drafts[item]
    if (note === undefined) return
    if (note === (findingOf(item)?.mine?.note ?? '')) return settle(item, note)
    noteStates[item] = 'saving'
    if (await write(item, findingOf(item)?.mine?.verdict ?? null, note)) settle(item, note)
    else noteStates[item] = 'failed'
  }

  /** Saves what could not be saved while the server was away. */
  const saveAll = () => Promise.all(Object.keys(drafts).map(saveNote))

  /** The item that undo would give back; `null` when there is nothing to take back. */
  const undoItem = computed(() => steps.value.at(-1)?.item ?? null)
  const hasUnsaved = computed(() => saving.value > 0 || Object.keys(drafts).length > 0)
  return { judge, reconcile, undo, undoItem, type, saveNote, saveAll, noteOf, noteStates, hasUnsaved }
}

export type Judging = ReturnType<typeof useJudging>
