import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { Refused, server } from '../server'
import type { Call, CaseFile, Evidence, Finding } from '../types'
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
    const fresh = await server.case(caseId)
    file.value = fresh
    room.value = { ...room.value, record: fresh.record, caseState: fresh.state }
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
    if (!room.value.mustReload) return
    room.value = { ...room.value, mustReload: false }
    restarts.value += 1
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
    return [...told.values()]
  })
  const picture = computed(() => room.value.publishers[APPLICANT] ?? 'gone')
  const show = (finding: Finding) => take({ type: 'finding', finding })
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
    picture,
    open,
    read,
    refresh,
    send,
    show,
    keep,
  }
}

export type Calling = ReturnType<typeof useCalling>
