import type { CaseFile, ChecklistItem, Department } from '../types'

type Departments = Pick<CaseFile, 'departments'>

/** The department that judges an item. */
export const departmentOf = (file: Departments, item: ChecklistItem): Department | undefined =>
  file.departments?.find(({ id }) => id === item.department)

/** Whether this person judges an item; who judges nothing here only looks, and nothing is foreign. */
export function isYours(file: Departments, item: ChecklistItem): boolean {
  if (!file.departments?.some((one) => one.is_yours)) return true
  return departmentOf(file, item)?.is_yours ?? true
}

/** Items that one shot shows, itself among them, in the order of the walk. */
export function shotOf(file: Pick<CaseFile, 'checklist'>, item: string): string[] {
  return file.checklist.walk?.find(({ items }) => items.includes(item))?.items ?? [item]
}
