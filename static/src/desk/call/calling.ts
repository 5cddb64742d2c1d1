import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { Refused, server } from '../server'
import type { Call, CaseFile, Evidence, Finding, ItemReadings } from '../types'
import { pauseBefore } from '../../shared/retry'
import { type RoomFrame, RoomSocket, type SocketState } from '../../shared/room/socket'
import { APPLICANT, emptyRoom, hear, withCopies } from './room_state'

export type Phase = 'opening' | 'open' | 'refused'

/** Per item the later word; a frame may be newer than the file and, after a restart, older. */
export function newest(
  read: Record<string, Finding>,
  told: Record<string, Finding>,
): Record<string, Finding> {
  const all = { ...read }
  for (const [item, finding] of Object.entries(told)) {
    const known = read[item]
    if (!known || finding.at >= known.at) all[item] = finding
  }
  return all
}

/** A call's file and room as one thing: read once, then kept fresh by the socket. */
export function useCalling(caseId: string) {
  const phase = ref<Phase>('opening')
  const problem = shallowRef<Refused | null>(null)
  const file = shallowRef<CaseFile | null>(null)
  const call = shallowRef<Call | null>(null)
  const room = shallowRef(emptyRoom())
  const link = ref<SocketState>('connecting')
  const openedAt = computed(() => Date.parse(file.value?.live?.opened_at ?? '') || Date.now())
  let socket: RoomSocket | null = null
  let isOver = false

  async function open(): Promise<void> {
    phase.value = 'opening'
    problem.value = null
    try {
      call.value = await server.openCall(caseId)
      await read()
      phase.value = 'open'
      socket ??= new RoomSocket(
        () => call.value?.socket ?? '',
        () => room.value.lastSeq,
        take,
        (now) => {
          link.value = now
        },
      )
    } catch (error) {
      problem.value = Refused.from(error)
      phase.value = 'refused'
    }
  }

  /** Reads the file again; what the socket said meanwhile is in it. */
  async function read(): Promise<void> {
    const before = room.value.findings
    const typed = room.value.readings
    const fresh = await server.case(caseId)
    file.value = fresh
    // what was known before the file was asked for is in it, and may have changed since
    const later = Object.entries(room.value.findings).filter(([item, one]) => before[item] !== one)
    const findings = Object.fromEntries(later)
    // as long as nobody typed anything while the file was read, it says all
    const readings = room.value.readings === typed ? {} : room.value.readings
    room.value = { ...room.value, findings, readings, record: fresh.record, caseState: fresh.state }
  }

  /** Reads an item somebody judged, as this person may see it. */
  async function readFinding(item: string): Promise<void> {
    try {
      show(await server.finding(caseId, item))
    } catch {
      void readUntilItWorks()
    }
  }

  async function readUntilItWorks(tries = 0): Promise<void> {
    try {
      await read()
    } catch {
      if (!isOver) setTimeout(() => void readUntilItWorks(tries + 1), pauseBefore(tries))
    }
  }

  function take(frame: RoomFrame): void {
    room.value = hear(room.value, frame)
    if (frame.type === 'finding' && frame.from !== call.value?.participant) {
      void readFinding(String((frame.finding as { item_id: string }).item_id))
    }
    const { mustReload, mustRead } = room.value
    if (!mustReload && !mustRead) return
    room.value = { ...room.value, mustReload: false, mustRead: false }
    if (mustReload) restarts.value += 1
    void readUntilItWorks()
  }

  /** Media connections of the old process are dead, whatever the browser still believes. */
  const restarts = ref(0)
  const refresh = async () => {
    call.value = await server.openCall(caseId)
  }
  const send = (frame: Record<string, unknown>) => socket?.send(frame) ?? false

  const findings = computed(() => newest(file.value?.findings ?? {}, room.value.findings))
  const evidence = computed<Evidence[]>(() => {
    const told = new Map((file.value?.evidence ?? []).map((one) => [one.id, one]))
    for (const one of room.value.evidence) told.set(one.id, withCopies(one, told.get(one.id)))
    const { looks, circumstances } = room.value
    return [...told.values()].map((one) => {
      const read = file.value?.evidence.find(({ id }) => id === one.id)
      return {
        ...one,
        concerns: looks[one.id] ?? read?.concerns ?? null,
        circumstances: circumstances[one.id] ?? read?.circumstances ?? null,
      }
    })
  })
  const readings = computed(() => ({ ...file.value?.readings, ...room.value.readings }))
  const picture = computed(() => room.value.publishers[APPLICANT] ?? 'gone')
  const show = (finding: Finding) => take({ type: 'finding_read', finding })
  const showReadings = (readings: ItemReadings) => take({ type: 'reading', readings })
  const keep = (one: Evidence) => take({ type: 'evidence', evidence: one })

  // determined and pushed change more than the socket tells: deliveries, story
  watch(
    () => room.value.caseState,
    (now, before) => {
      if (before && now !== before) void readUntilItWorks()
    },
  )
  onScopeDispose(() => {
    isOver = true
    socket?.close()
  })
  return {
    phase,
    problem,
    file,
    call,
    room,
    link,
    openedAt,
    restarts,
    findings,
    evidence,
    readings,
    picture,
    open,
    read,
    refresh,
    send,
    show,
    showReadings,
    keep,
  }
}

export type Calling = ReturnType<typeof useCalling>
