/** A sheet over the picture takes the focus as it opens and gives it back as it closes. */
import { onBeforeUnmount, onMounted, type Ref } from 'vue'

export function useSheet(sheet: Ref<HTMLElement | undefined>): void {
  let before: Element | null = null
  onMounted(() => {
    before = document.activeElement
    sheet.value?.focus()
  })
  onBeforeUnmount(() => {
    const at = document.activeElement
    const isLost = at === document.body || (sheet.value?.contains(at) ?? false)
    if (isLost && before instanceof HTMLElement && before.isConnected) before.focus()
  })
}
