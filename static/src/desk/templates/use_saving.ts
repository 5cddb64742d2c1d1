import { onUnmounted, ref, shallowRef } from 'vue'
import { pauseBefore } from '../../shared/retry'
import { Refused } from '../server'
import { isSignedOut } from '../session'
import { PAUSE_MS, type Saving, savingAfter } from './saving'

/** Keeps a text by itself, one request at a time, each on top of the edition it was made from.
 *
 * `keep` stores a text over the edition `etag` and says the new one. `later` is called after each.
 * While somebody else's edition is in the way nothing is sent; the text stays here.
 */
export function useSaving(keep: (text: string, etag: string) => Promise<string>, later: () => void) {
  const saving = shallowRef<Saving>({ is: 'saved' })
  const etag = ref('')
  let wanted = ''
  let kept = ''
  let tries = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let under: Promise<void> | null = null

  function begin(text: string, edition: string): void {
    clearTimeout(timer)
    wanted = kept = text
    etag.value = edition
    saving.value = { is: 'saved' }
  }
  function want(text: string): void {
    wanted = text
    if (saving.value.is === 'conflict' || saving.value.is === 'gone') return
    if (under) return // it looks again when it is through
    if (wanted === kept && saving.value.is !== 'saving') {
      clearTimeout(timer)
      saving.value = { is: 'saved' }
      return
    }
    if (saving.value.is !== 'offline') saving.value = { is: 'dirty' }
    clearTimeout(timer)
    timer = setTimeout(() => void now(), PAUSE_MS)
  }
  /** Saves at once what there is to save; waits for what is under way. */
  async function now(): Promise<void> {
    clearTimeout(timer)
    if (under) await under
    if (wanted === kept || saving.value.is === 'conflict' || saving.value.is === 'gone') return
    under = once()
    await under
    under = null
    if (wanted !== kept && saving.value.is === 'saved') want(wanted)
  }
  async function once(): Promise<void> {
    const text = wanted
    saving.value = { is: 'saving' }
    try {
      etag.value = await keep(text, etag.value)
      kept = text
      tries = 0
      saving.value = { is: 'saved' }
      later()
    } catch (error) {
      saving.value = savingAfter(error)
      if (isSignedOut(Refused.from(error))) return
      if (saving.value.is === 'offline') timer = setTimeout(() => void now(), pauseBefore(tries++))
    }
  }
  /** Puts this page's text over what somebody else saved as `edition`. */
  async function overwrite(edition: string): Promise<void> {
    etag.value = edition
    saving.value = { is: 'dirty' }
    await now()
  }
  const isUnsaved = () => wanted !== kept
  function warn(event: BeforeUnloadEvent): void {
    if (isUnsaved()) event.preventDefault()
  }
  window.addEventListener('beforeunload', warn)
  onUnmounted(() => {
    window.removeEventListener('beforeunload', warn)
    if (saving.value.is !== 'conflict') void now()
  })
  return { saving, etag, begin, want, now, overwrite, isUnsaved }
}
