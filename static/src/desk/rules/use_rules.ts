import { computed, onUnmounted, ref, shallowRef, watch } from 'vue'
import { Refused } from '../server'
import { isSignedOut } from '../session'
import { type RuleFamily, rules, type RulesChecked } from './api'

const PAUSE_MS = 400 // after the last key, as the template editor

/** The rules that are open, the text being written, and what the service says of it. */
export function useRules() {
  const families = shallowRef<RuleFamily[] | null>(null)
  const problem = shallowRef<Refused | null>(null)
  const opened = ref({ family: '', version: '' })
  const text = ref('')
  const kept = ref('') // as it was published
  const checked = shallowRef<RulesChecked | null>(null)
  const isChanged = computed(() => text.value !== kept.value)
  const mayPublish = computed(() => isChanged.value && checked.value !== null && !checked.value.fault)
  let due: ReturnType<typeof setTimeout> | undefined
  let newest = 0

  function failed(error: unknown): void {
    const refused = Refused.from(error)
    if (!isSignedOut(refused)) problem.value = refused
  }
  async function read(): Promise<void> {
    problem.value = null
    try {
      families.value = await rules.families()
      const first = families.value[0]
      if (first && !opened.value.family) await open(first.id, first.in_force)
    } catch (error) {
      failed(error)
    }
  }
  async function open(family: string, version: string): Promise<void> {
    try {
      const found = await rules.text(family, version)
      opened.value = { family, version }
      kept.value = found
      text.value = found
    } catch (error) {
      failed(error)
    }
  }
  async function check(): Promise<void> {
    const mine = ++newest
    try {
      const found = await rules.check(text.value)
      if (mine === newest) checked.value = found
    } catch (error) {
      if (mine === newest) failed(error)
    }
  }
  watch(text, () => {
    newest += 1 // an answer about an older text is none
    checked.value = null
    clearTimeout(due)
    due = setTimeout(() => void check(), PAUSE_MS)
  })
  onUnmounted(() => clearTimeout(due))
  return { families, problem, opened, text, checked, isChanged, mayPublish, read, open }
}
