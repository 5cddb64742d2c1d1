import { computed, onMounted, ref, shallowRef, watch } from 'vue'
import { Refused } from '../server'
import { isSignedOut } from '../session'
import { templates } from './api'
import { RESTAURANT } from './facts'
import { faultsUnder, type Place } from './faults'
import { beginning, changed, type History, redone, selecting, undone } from './history'
import { useExam } from './use_exam'
import { useSaving } from './use_saving'
import { plainOf, type TemplateTree, treeFrom } from './tree'
import type { Draft, FactValues, Vocabulary } from './types'

const textOf = (tree: TemplateTree): string => JSON.stringify(plainOf(tree))

/** One draft being edited: its tree with undo, kept by itself, examined after each time it was kept. */
export function useDraft(id: string) {
  const draft = shallowRef<Draft | null>(null)
  const vocabulary = shallowRef<Vocabulary>({ facts: [], clauses: [], departments: [] })
  const problem = shallowRef<Refused | null>(null)
  const history = shallowRef<History<TemplateTree> | null>(null)
  const tree = computed(() => history.value?.now.value ?? null)
  const selected = computed(() => history.value?.now.selected ?? '')
  const shop = ref<FactValues>({ ...RESTAURANT })

  const { exam, preview, examine, compose } = useExam(id)
  const saving = useSaving(
    async (text, etag) => (await templates.keep(id, JSON.parse(text), etag)).etag,
    () => void look(),
  )
  const faults = computed(() => exam.value.faults)

  async function look(): Promise<void> {
    await Promise.all([examine(), compose(shop.value)])
  }
  async function read(): Promise<void> {
    problem.value = null
    try {
      const [opened, words] = await Promise.all([templates.draft(id), templates.vocabulary()])
      draft.value = opened.content
      vocabulary.value = words
      const read = treeFrom(opened.content.template)
      history.value = beginning(read, read.sections[0]?.items[0]?.key ?? '')
      // as this page writes it: a draft that was only looked at is not saved
      saving.begin(textOf(read), opened.etag)
      await look()
    } catch (error) {
      const refused = Refused.from(error)
      if (!isSignedOut(refused)) problem.value = refused
    }
  }
  /** Takes a changed tree over. `field`: the input that is typed in; `select`: what is looked at then. */
  function change(next: TemplateTree, field = '', select = selected.value): void {
    if (!history.value) return
    history.value = changed(history.value, next, select, field, Date.now())
  }
  const select = (key: string) => {
    if (history.value && key !== selected.value) history.value = selecting(history.value, key)
  }
  const undo = () => {
    if (history.value) history.value = undone(history.value)
  }
  const redo = () => {
    if (history.value) history.value = redone(history.value)
  }
  /** Somebody else saved meanwhile: theirs replaces this page's, one undo away from it. */
  async function takeTheirs(): Promise<void> {
    const theirs = await templates.draft(id)
    const read = treeFrom(theirs.content.template)
    saving.begin(textOf(read), theirs.etag)
    change(read, '', read.sections[0]?.items[0]?.key ?? '')
    await look()
  }
  async function keepMine(): Promise<void> {
    await saving.overwrite((await templates.draft(id)).etag)
  }
  watch(tree, (now) => {
    if (now) saving.want(textOf(now))
  })
  watch(shop, (facts) => void compose(facts))
  onMounted(() => void read())

  return {
    id,
    draft,
    vocabulary,
    problem,
    tree,
    selected,
    saving: saving.saving,
    saveNow: saving.now,
    isUnsaved: saving.isUnsaved,
    etag: saving.etag,
    exam,
    preview,
    shop,
    faults,
    canUndo: computed(() => (history.value?.past.length ?? 0) > 0),
    canRedo: computed(() => (history.value?.future.length ?? 0) > 0),
    faultsUnder: (place: Place) => faultsUnder(faults.value, place),
    read,
    change,
    select,
    undo,
    redo,
    takeTheirs,
    keepMine,
  }
}
