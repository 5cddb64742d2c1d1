import type { Fault, SaidFault } from './types'

/** Steps from the root of a template to a value: names, and numbers from 0. */
export type Place = (string | number)[]

/** A fault as the form shows it: at its place, so without saying the place once more. */
export function faultFrom({ path, item, zh, en }: SaidFault): Fault {
  const place = path.split('.').filter((step) => step !== '')
  return {
    place: place.map((step) => (/^[0-9]+$/.test(step) ? Number(step) : step)),
    item,
    said: { zh: zh.slice(zh.indexOf('：') + 1), en: en.slice(en.indexOf(': ') + 2) },
  }
}

const isUnder = (place: Place, at: Place): boolean => at.every((step, number) => place[number] === step)

/** What is wrong at a place or inside it. */
export function faultsUnder(faults: readonly Fault[], at: Place): Fault[] {
  return faults.filter((fault) => isUnder(fault.place, at))
}

/** What is wrong with a thing as a whole, such as a missing list: at the place itself, nothing deeper. */
export function faultsAt(faults: readonly Fault[], at: Place): Fault[] {
  return faults.filter((fault) => fault.place.length === at.length && isUnder(fault.place, at))
}

/** Numbers of the section and item a fault is in, as far as it is in one. */
export function spotOfFault(fault: Fault): { section: number | null; item: number | null } {
  const [root, section, , item] = fault.place
  if (root !== 'sections' || typeof section !== 'number') return { section: null, item: null }
  return { section, item: typeof item === 'number' ? item : null }
}
