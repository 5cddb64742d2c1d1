import { Refused } from '../server'

/** How the draft on the page stands to the one on the server. */
export type Saving =
  | { is: 'saved' }
  | { is: 'dirty' }
  | { is: 'saving' }
  | { is: 'offline' }
  | { is: 'conflict' }
  | { is: 'refused'; zh: string; en: string }
  | { is: 'gone' }

export const PAUSE_MS = 700 // chosen: a sentence is typed, then saved

/** What a refusal of saving means for the person who types. */
export function savingAfter(error: unknown): Saving {
  const refused = Refused.from(error)
  if (refused.status === 0 || refused.status >= 500) return { is: 'offline' }
  if (refused.code === 'template.draft_outdated') return { is: 'conflict' }
  if (refused.status === 404) return { is: 'gone' }
  return { is: 'refused', zh: refused.zh, en: refused.en }
}
