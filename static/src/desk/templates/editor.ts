import { type InjectionKey, inject } from 'vue'
import type { useDraft } from './use_draft'

export type Editor = ReturnType<typeof useDraft>
export const EDITOR: InjectionKey<Editor> = Symbol('editor')

/** The draft that the page around a component edits. */
export function useEditor(): Editor {
  const editor = inject(EDITOR)
  if (!editor) throw new Error('outside the editor')
  return editor
}
