import { ElMessage } from 'element-plus'
import type { Text } from '../texts'

/** A short word at the top of the page. Never the only place where something important stands. */
export function say(text: Text, type: 'success' | 'warning' | 'error' | 'info' = 'info'): void {
  ElMessage({
    message: text.en ? `${text.zh} ${text.en}` : text.zh,
    type,
    duration: type === 'error' ? 6000 : 2600,
    grouping: true,
    offset: 72,
  })
}
