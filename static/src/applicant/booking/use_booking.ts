import { onMounted, ref, shallowRef } from 'vue'
import { ApiProblem, ask } from '../../shared/api'
import type { Booking, Offer } from './booking'

/** The calendar and the appointment of this phone's case. */
export function useBooking() {
  const offer = shallowRef<Offer | null>(null)
  const problem = shallowRef<ApiProblem | null>(null)
  const isBusy = ref(false)
  /** What was cancelled on this page: one tap brings it back. */
  const undone = shallowRef<Booking | null>(null)

  async function look(): Promise<void> {
    try {
      offer.value = await ask<Offer>('GET', '/api/v1/visit/slots')
    } catch (error) {
      problem.value = ApiProblem.from(error)
    }
  }

  /** Does one thing, then looks again: what went wrong is told beside how it stands now. */
  async function act(method: string, body?: object): Promise<boolean> {
    isBusy.value = true
    problem.value = null
    let isDone = false
    try {
      await ask(method, '/api/v1/visit/booking', body)
      isDone = true
    } catch (error) {
      problem.value = ApiProblem.from(error)
    }
    await look()
    isBusy.value = false
    return isDone
  }

  async function book(starts_at: string): Promise<boolean> {
    const isDone = await act('PUT', { starts_at })
    if (isDone) undone.value = null
    return isDone
  }

  async function cancel(): Promise<void> {
    const before = offer.value?.booking ?? null
    if (await act('DELETE')) undone.value = before
  }

  onMounted(look)
  return { offer, problem, isBusy, undone, look, book, cancel }
}
