import { computed, ref, shallowRef } from 'vue'
import { Refused, type SignedIn, server } from './server'
import type { User } from './types'

/** Who sits at this desk; `null` when nobody is signed in. */
export const signedIn = shallowRef<User | null>(null)
// as the server's rights say; it refuses everybody else whatever the page shows
const oneOf = (...roles: string[]) => computed(() => roles.includes(signedIn.value?.role ?? ''))
export const mayEditTemplates = oneOf('supervisor', 'trainer', 'template_editor')
export const mayTakeIn = oneOf('clerk', 'supervisor')
export const maySupervise = oneOf('supervisor')
export const mayOversee = oneOf('supervisor', 'auditor')
export const mayReconcile = oneOf('supervisor', 'auditor', 'integrator')
export const mayPushAgain = oneOf('supervisor', 'integrator')
export const mayBook = oneOf('clerk', 'inspector', 'lead', 'supervisor', 'auditor')
export const maySeeRoster = oneOf('lead', 'supervisor', 'auditor')
export const mayCheckInField = oneOf('inspector', 'supervisor')
export const mayAdminister = oneOf('administrator')
export const mayAudit = oneOf('auditor')
export const maySeeExams = oneOf('lead', 'supervisor', 'trainer', 'auditor')
export const mayNoteExams = oneOf('supervisor', 'trainer')
/** Whether a one-time password was used: one of their own comes before anything else. */
export const mustChange = ref(false)
/** Whether the server has been asked who this is. */
export const isKnown = ref(false)
/** The sign-in ended by itself: the page says so instead of just showing the form. */
export const hasExpired = ref(false)

function take(who: SignedIn): void {
  mustChange.value = who.must_change_password
  signedIn.value = who.user
}

export async function recognise(): Promise<void> {
  try {
    take(await server.me())
  } catch (error) {
    const refused = Refused.from(error)
    if (refused.status === 0 || refused.status >= 500) throw refused
    signedIn.value = null
  }
  isKnown.value = true
}

export async function signIn(username: string, password: string): Promise<void> {
  take(await server.signIn(username, password))
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
