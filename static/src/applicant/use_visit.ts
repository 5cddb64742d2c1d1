import { onMounted, onUnmounted, ref, shallowRef } from 'vue'
import { ApiProblem, ask } from '../shared/api'
import { isMine, remember } from './claimed'
import type { Place, Visit } from './visit'

const LOOK_EVERY_MS = 2000

/** The visit behind a link: taken once, then looked at again and again. `place`: the page shown now. */
export function useVisit(token: string, place: () => Place) {
  const visit = shallowRef<Visit | null>(null)
  const problem = shallowRef<ApiProblem | null>(null)
  const isKnown = ref(false)
  const isBusy = ref(false)
  const isDeclined = ref(false)
  const isWithdrawn = ref(false)
  let timer: ReturnType<typeof setInterval> | undefined

  function take(news: Visit): void {
    if (visit.value?.record && !news.record) isWithdrawn.value = true
    if (news.record) isWithdrawn.value = false
    visit.value = news
    problem.value = null
  }

  async function look(): Promise<void> {
    try {
      take(await ask<Visit>('GET', `/api/v1/visit?at=${place()}`))
    } catch (error) {
      problem.value = ApiProblem.from(error)
      if (problem.value.status === 404) visit.value = null // a newer link was sent
    }
  }

  /** Does one thing at a time and keeps what went wrong. */
  async function busily(act: () => Promise<void>): Promise<void> {
    isBusy.value = true
    try {
      await act()
    } catch (error) {
      problem.value = ApiProblem.from(error)
    } finally {
      isBusy.value = false
    }
  }

  const claim = () =>
    busily(async () => {
      problem.value = null
      const path = `/api/v1/invitations/${encodeURIComponent(token)}/claim`
      take((await ask<{ visit: Visit }>('POST', path, {})).visit)
      await remember(token)
    })

  const answer = (is_given: boolean) =>
    busily(async () => {
      try {
        await ask('POST', '/api/v1/visit/consent', { version: visit.value?.consent.version, is_given })
        isDeclined.value = !is_given
      } finally {
        await look() // also when the notice has changed meanwhile
      }
    })

  onMounted(async () => {
    if (await isMine(token)) await look()
    isKnown.value = true
    timer = setInterval(() => {
      if (visit.value?.consent.given_at && !visit.value.result) void look()
    }, LOOK_EVERY_MS)
  })
  onUnmounted(() => clearInterval(timer))

  return { visit, problem, isKnown, isBusy, isDeclined, isWithdrawn, look, claim, answer }
}
