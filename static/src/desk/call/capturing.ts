import { reactive, ref } from 'vue'
import { say } from '../parts/say'
import { Refused, server } from '../server'
import type { Evidence } from '../types'
import type { Calling } from './calling'
import { type Pending, STRIP } from './texts'

const MOST_PREVIEWS = 40 // some kB each; by then the first ones have their thumbnails

/**
 * Evidence on its way: frames by the server, stills by the phone, each bound to its item from the start.
 *
 * `look` gives what the page shows at this moment as a small data URL: it stands in until the copies
 * of the kept picture exist, so that the person sees at once what was caught. `past` is the moment of
 * the recording that is looked at, if it is not the present.
 */
export function useCapturing(
  caseId: string,
  calling: Calling,
  look: () => string,
  past: () => number | undefined,
) {
  const running = ref<{ key: string; item: string; preview: string; is: Pending['is'] }[]>([])
  const previews = reactive<Record<string, string>>({})
  const flash = ref(0)
  let count = 0

  /** One piece on its way: shown at once, kept when the service says so, refused in its words. */
  async function keep(
    item: string,
    is: Pending['is'],
    preview: string,
    ask: () => Promise<Evidence>,
  ): Promise<void> {
    count += 1
    const shot = { key: `shot-${count}`, item, preview, is }
    running.value = [...running.value, shot]
    try {
      const kept = await ask()
      if (preview) remember(kept.id, preview)
      calling.keep(kept)
    } catch (error) {
      say(Refused.from(error), 'error')
    } finally {
      running.value = running.value.filter((one) => one.key !== shot.key)
    }
  }

  async function capture(item: string): Promise<void> {
    flash.value += 1
    const at_ms = past()
    await keep(item, 'capturing', look(), () => server.capture(caseId, item, at_ms))
  }

  /** The last seconds of now, or the seconds that follow the moment that is looked at. */
  async function clip(item: string, seconds: number): Promise<void> {
    const since_ms = past()
    await keep(item, 'clipping', look(), () => server.clip(caseId, item, seconds, since_ms))
  }

  const upload = (item: string, file: File) =>
    keep(item, 'uploading', '', () => server.upload(caseId, item, file))

  function remember(id: string, preview: string): void {
    previews[id] = preview
    const [oldest, ...rest] = Object.keys(previews)
    if (oldest && rest.length >= MOST_PREVIEWS) delete previews[oldest]
  }

  function still(item: string): void {
    if (!calling.send({ type: 'want_still', item })) say(STRIP.refused, 'warning')
  }

  const of = (told: Record<string, string>, item: string, is: Pending['is']): Pending[] =>
    Object.entries(told)
      .filter(([, asked]) => asked === item)
      .map(([key]) => ({ key, is, preview: '' }))
  const pendingOf = (item: string): Pending[] => [
    ...running.value
      .filter((one) => one.item === item)
      .map(({ key, preview, is }): Pending => ({ key, is, preview })),
    ...of(calling.room.value.promised, item, 'promised'),
    ...of(calling.room.value.stillsWanted, item, 'wanted'),
  ]
  return { capture, clip, upload, still, pendingOf, previews, flash }
}
