import { onMounted, onUnmounted } from 'vue'
import { type Action, actionOf, focusOf } from './keys'

/** Listens to the keyboard while the page is open; an open picture or dialog keeps its own keys. */
export function useKeys(isActive: (action: Action) => boolean, act: (action: Action) => void): void {
  function press(event: KeyboardEvent): void {
    if (event.isComposing) return // a word of a Chinese input method, not a command
    const target = event.target instanceof Element ? event.target : null
    const action = actionOf(event, focusOf(document.activeElement))
    if (!action || !isActive(action)) return
    if (target?.closest('.el-overlay') && action.do !== 'help') return
    event.preventDefault()
    act(action)
  }
  onMounted(() => window.addEventListener('keydown', press))
  onUnmounted(() => window.removeEventListener('keydown', press))
}
