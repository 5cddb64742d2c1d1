import { computed, ref, shallowRef } from 'vue'
import { Refused, server } from './server'
import type { User } from './types'

/** Who sits at this desk; `null` when nobody is signed in. */
export const signedIn = shallowRef<User | null>(null)
// as the server's rights say; it refuses everybody else whatever the page shows
const EDITORS = new Set(['supervisor', 'trainer'])
export const mayEditTemplates = computed(() => EDITORS.has(signedIn.value?.role ?? ''))
const RECEIVERS = new Set(['clerk', 'supervisor'])
export const mayTakeIn = computed(() => RECEIVERS.has(signedIn.value?.role ?? ''))
export const mayCheckInField = computed(() =>
  ['inspector', 'supervisor'].includes(signedIn.value?.role ?? ''),
)
export const maySupervise = computed(() => signedIn.value?.role === 'supervisor')
/** Whether the server has been asked who this is. */
const CALENDAR = new Set(['clerk', 'inspector', 'supervisor']) // as the server's policy says
export const mayBook = computed(() => CALENDAR.has(signedIn.value?.role ?? ''))
export const isKnown = ref(false)
/** The sign-in ended by itself: the page says so instead of just showing the form. */
export const hasExpired = ref(false)

export async function recognise(): Promise<void> {
  try {
    signedIn.value = (await server.me()).user
  } catch (error) {
    const refused = Refused.from(error)
    if (refused.status === 0 || refused.status >= 500) throw refused
    signedIn.value = null
  }
  isKnown.value = true
}

export async function signIn(username: string, password: string): Promise<void> {
  signedIn.value = (await server.signIn(username, password)).user
  hasExpired.value = false
}

export async function signOut(): Promise<void> {
  await server.signOut().catch(() => undefined)
  signedIn.value = null
}

/** Turns a 401 into the sign-in page; answers whether it was one. */
export function isSignedOut(refused: Refused): boolean {
  if (refused.status !== 401) return false
  hasExpired.value = signedIn.value !== null
  signedIn.value = null
  return true
}
