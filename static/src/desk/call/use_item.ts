import { computed, ref, watch } from 'vue'
import { isYours } from '../case/departments'
import type { ChecklistItem, User } from '../types'
import type { Calling } from './calling'
import { itemsOf, neighbour, nextOpen } from './walk'

const GUARD_MS = 700 // chosen: a colleague moved the room's item while a finger was on its way to a key
const OWN_GUARD_MS = 350 // chosen: a verdict's key that bounces must not judge the next item as well

/** The item everybody in the room looks at. Whoever moves it moves it for all; a note in hand is never moved. */
export function useItem(calling: Calling, me: () => User | null, isTyping: () => boolean) {
  const current = ref<string | null>(null)
  const movedBy = ref('')
  let guardedUntil = 0 // for every key
  let verdictGuardedUntil = 0
  let sent = 0

  const items = computed(() => (calling.file.value ? itemsOf(calling.file.value.checklist) : []))
  const item = computed(() => items.value.find((one) => one.id === current.value) ?? null)
  const place = computed(
    () => `${items.value.findIndex((one) => one.id === current.value) + 1}/${items.value.length}`,
  )
  const title = (id: string) => items.value.find((one) => one.id === id)?.title_zh ?? ''

  function choose(id: string | null): void {
    if (!id || id === current.value) return
    current.value = id
    movedBy.value = ''
    guardedUntil = verdictGuardedUntil = 0
    if (calling.send({ type: 'item', item: id })) sent += 1
  }
  const isOwn = (one: ChecklistItem) => !calling.file.value || isYours(calling.file.value, one)
  const open = (from: string | null) => nextOpen(items.value, from, calling.findings.value, isOwn)
  const move = (step: 1 | -1) => choose(neighbour(items.value, current.value, step))
  const toNextOpen = () => choose(open(current.value))

  /** After a complete verdict: on to the next open item, if there is one. */
  function moveOn(): void {
    const before = current.value
    toNextOpen()
    if (current.value !== before) verdictGuardedUntil = performance.now() + OWN_GUARD_MS
  }

  /** Whether a key may act on the current item: not in the moment after a colleague changed it. */
  const isMine = () => performance.now() >= guardedUntil
  /** The same of a verdict's key, which also rests for a moment after its verdict moved on. */
  const mayJudge = () => isMine() && performance.now() >= verdictGuardedUntil
  /** Another key was meant for this item, a capture: the next verdict is no bouncing key. */
  function meant(): void {
    verdictGuardedUntil = 0
  }

  /**
   * Own moves the room has not told back yet. Until then every word about the item is older than our
   * last move, which wins; following it would carry the page back under a finger.
   */
  function awaited(): number {
    const told = calling.room.value.itemMoves[me()?.id ?? ''] ?? 0
    sent = Math.max(sent, told)
    return sent - told
  }

  watch(
    () => [calling.room.value.item, calling.room.value.itemMoves] as const,
    ([id]) => {
      if (awaited() > 0) return
      if (!id || id === current.value || !items.value.some((one) => one.id === id)) return
      if (isTyping()) return
      const from = calling.room.value.itemFrom
      if (current.value && from !== me()?.id) {
        guardedUntil = performance.now() + GUARD_MS
        movedBy.value = from
      }
      current.value = id
    },
  )
  // after every connection: what the room shows, else where we were, else the first open item
  watch([calling.link, items], () => {
    // what was on its way when the connection broke is not told back
    if (calling.link.value !== 'open') sent = 0
    if (calling.link.value !== 'open' || !items.value.length) return
    const shown = calling.room.value.item
    if (shown && !current.value) current.value = shown
    else if (!current.value) choose(open(null) ?? items.value[0]!.id)
    else if (shown !== current.value && !awaited()) {
      if (calling.send({ type: 'item', item: current.value })) sent += 1
    }
  })
  // until the room can be asked, the list already shows a place
  watch(items, (all) => {
    if (!current.value && all.length && calling.link.value === 'lost') current.value = all[0]!.id
  })
  const hasOpen = computed(() => open(current.value) !== null)
  return {
    current,
    item,
    items,
    place,
    title,
    movedBy,
    hasOpen,
    isOwn,
    choose,
    move,
    toNextOpen,
    moveOn,
    isMine,
    mayJudge,
    meant,
  }
}
