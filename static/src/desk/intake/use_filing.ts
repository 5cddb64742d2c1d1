import { computed, onUnmounted, reactive, ref, shallowRef, watch } from 'vue'
import { Refused } from '../server'
import { isSignedOut } from '../session'
import {
  type FactValue,
  type Fault,
  type Form,
  type Handled,
  intake,
  type PreCheck,
  type Triage,
} from './api'
import { applicationOf, byField, emptyDraft, factsOf, mandateOf } from './filing'

const PAUSE_MS = 350 // after the last key in a figure that the triage goes by

/** A new case being typed: what the service says of its site, and what is wrong with it. */
export function useFiling() {
  const form = shallowRef<Form | null>(null)
  const draft = reactive(emptyDraft(new Date()))
  const check = shallowRef<PreCheck | null>(null)
  const triage = shallowRef<Triage | null>(null)
  const faults = shallowRef<Record<string, Fault>>({})
  const problem = shallowRef<Refused | null>(null)
  const filed = shallowRef<Handled | null>(null)
  const isFiling = ref(false)
  const isLacking = ref(false) // papers are missing: it waits to be accepted with gaps
  const count = computed(() => Object.keys(faults.value).length)
  let due: ReturnType<typeof setTimeout> | undefined
  let newest = 0

  async function read(): Promise<void> {
    problem.value = null
    try {
      form.value = await intake.form()
      await judge()
    } catch (error) {
      failed(error)
    }
  }
  /** A figure that can not be read is told beside its field; the questions go on without it. */
  async function judge(without: string[] = []): Promise<void> {
    newest += 1
    const mine = newest
    // every answer goes along: what is not asked any more is left out by the service
    const known = { ...factsOf(draft, null), ...activityFacts() }
    const facts = Object.fromEntries(Object.entries(known).filter(([name]) => !without.includes(name)))
    try {
      const found = await intake.ask(facts)
      if (mine !== newest) return
      check.value = found.pre_check
      triage.value = found.triage
    } catch (error) {
      if (mine !== newest) return
      const refused = Refused.from(error)
      const fact = refused.code === 'fact.wrong' ? String(refused.facts.fact) : ''
      if (!(fact in facts)) return failed(error)
      faults.value = { ...faults.value, [fact]: { path: fact, zh: refused.zh, en: refused.en } }
      await judge([...without, fact])
    }
  }
  const activityFacts = () => Object.fromEntries(draft.activities.map((one) => [one, true]))
  function answer(fact: string, value: FactValue | null): void {
    if (value === null) delete draft.answers[fact]
    else draft.answers[fact] = value
    mend(fact)
    void judge()
  }
  function mend(field: string): void {
    if (!(field in faults.value)) return
    faults.value = Object.fromEntries(Object.entries(faults.value).filter(([name]) => name !== field))
  }
  async function submit(despite: boolean): Promise<void> {
    if (isFiling.value) return
    isFiling.value = true
    problem.value = null
    try {
      filed.value = await intake.file(
        applicationOf(draft, check.value),
        mandateOf(draft),
        despite,
        isLacking.value,
      )
      faults.value = {}
    } catch (error) {
      const refused = Refused.from(error)
      if (refused.code === 'intake.wrong_application') faults.value = byField(refused.facts.faults as Fault[])
      else failed(error)
    }
    isFiling.value = false
  }
  function failed(error: unknown): void {
    const refused = Refused.from(error)
    if (!isSignedOut(refused)) problem.value = refused
  }
  function again(): void {
    Object.assign(draft, emptyDraft(new Date()))
    filed.value = null
    isLacking.value = false
    void judge()
  }
  watch(
    () => [draft.facts, draft.activities],
    () => {
      clearTimeout(due)
      due = setTimeout(() => void judge(), PAUSE_MS)
    },
    { deep: true },
  )
  onUnmounted(() => clearTimeout(due))
  return {
    form,
    draft,
    check,
    triage,
    faults,
    count,
    problem,
    filed,
    isFiling,
    isLacking,
    read,
    answer,
    mend,
    submit,
    again,
  }
}
