import { type ItemTree, newItem, newKey, nextId, type SectionTree, spotOf, type TemplateTree } from './tree'

/** Changes of the tree, each of which gives a new tree and leaves the old one for undo. */

const withSections = (tree: TemplateTree, sections: SectionTree[]): TemplateTree => ({ ...tree, sections })
const without = <T>(all: T[], at: number): T[] => all.filter((_, number) => number !== at)
const inserted = <T>(all: T[], at: number, one: T): T[] => [...all.slice(0, at), one, ...all.slice(at)]
const replaced = <T>(all: T[], at: number, one: T): T[] =>
  all.map((old, number) => (number === at ? one : old))

export function changeItem(tree: TemplateTree, key: string, change: Partial<ItemTree>): TemplateTree {
  return withSections(
    tree,
    tree.sections.map((section) =>
      section.items.some((item) => item.key === key)
        ? {
            ...section,
            items: section.items.map((item) =>
              item.key === key ? withoutNothing({ ...item, ...change }) : item,
            ),
          }
        : section,
    ),
  )
}

/** A field that was emptied is not written at all. */
function withoutNothing(item: ItemTree): ItemTree {
  return Object.fromEntries(
    Object.entries(item).filter(([, value]) => value !== undefined),
  ) as unknown as ItemTree
}

export function changeSection(tree: TemplateTree, key: string, change: Partial<SectionTree>): TemplateTree {
  return withSections(
    tree,
    tree.sections.map((one) => (one.key === key ? { ...one, ...change } : one)),
  )
}

/** Puts an item before the one that stands at `at` of a section, counted before the move. */
export function placeItem(tree: TemplateTree, key: string, sectionKey: string, at: number): TemplateTree {
  const spot = spotOf(tree, key)
  const target = tree.sections.findIndex((one) => one.key === sectionKey)
  if (!spot || target < 0) return tree
  const moved = tree.sections[spot.section]!.items[spot.item]!
  const isShort = spot.section === target && spot.item < at // what stood before it is gone by then
  const sections = replaced(tree.sections, spot.section, {
    ...tree.sections[spot.section]!,
    items: without(tree.sections[spot.section]!.items, spot.item),
  })
  const into = sections[target]!
  const to = Math.max(0, Math.min(into.items.length, isShort ? at - 1 : at))
  if (spot.section === target && to === spot.item) return tree
  return withSections(tree, replaced(sections, target, { ...into, items: inserted(into.items, to, moved) }))
}

/** One place up (-1) or down (1); over the edge of its section into the neighbour. */
export function stepItem(tree: TemplateTree, key: string, step: -1 | 1): TemplateTree {
  const spot = spotOf(tree, key)
  if (!spot) return tree
  const here = tree.sections[spot.section]!
  const to = spot.item + step
  if (to >= 0 && to < here.items.length) return placeItem(tree, key, here.key, step > 0 ? to + 1 : to)
  const neighbour = tree.sections[spot.section + step]
  return neighbour ? placeItem(tree, key, neighbour.key, step > 0 ? 0 : neighbour.items.length) : tree
}

export function placeSection(tree: TemplateTree, key: string, at: number): TemplateTree {
  const from = tree.sections.findIndex((one) => one.key === key)
  if (from < 0) return tree
  const to = Math.max(0, Math.min(tree.sections.length - 1, from < at ? at - 1 : at))
  if (to === from) return tree
  return withSections(tree, inserted(without(tree.sections, from), to, tree.sections[from]!))
}

export function stepSection(tree: TemplateTree, key: string, step: -1 | 1): TemplateTree {
  const from = tree.sections.findIndex((one) => one.key === key)
  return from < 0 ? tree : placeSection(tree, key, step > 0 ? from + 2 : from - 1)
}

/** A new item after `after` (an item's key), or as the last of a section; says its key. */
export function addItem(
  tree: TemplateTree,
  sectionKey: string,
  after = '',
): { tree: TemplateTree; key: string } {
  const item = newItem(nextId(tree))
  return { tree: putItem(tree, sectionKey, after, item), key: item.key }
}

/** The same item once more, under the next id and with a shot and hotspot of its own. */
export function copyItem(tree: TemplateTree, key: string): { tree: TemplateTree; key: string } {
  const spot = spotOf(tree, key)
  if (!spot) return { tree, key }
  const section = tree.sections[spot.section]!
  const { shot: _shot, hotspot: _hotspot, ...like } = structuredClone(section.items[spot.item]!)
  const item: ItemTree = { ...like, key: newKey(), id: nextId(tree) }
  return { tree: putItem(tree, section.key, key, item), key: item.key }
}

function putItem(tree: TemplateTree, sectionKey: string, after: string, item: ItemTree): TemplateTree {
  return withSections(
    tree,
    tree.sections.map((one) => {
      if (one.key !== sectionKey) return one
      const at = one.items.findIndex((it) => it.key === after)
      return { ...one, items: inserted(one.items, at < 0 ? one.items.length : at + 1, item) }
    }),
  )
}

export function removeItem(tree: TemplateTree, key: string): TemplateTree {
  return withSections(
    tree,
    tree.sections.map((one) => ({ ...one, items: one.items.filter((item) => item.key !== key) })),
  )
}

export function addSection(tree: TemplateTree): { tree: TemplateTree; key: string } {
  const taken = new Set(tree.sections.map((one) => one.id))
  let number = tree.sections.length + 1
  while (taken.has(`${tree.id}-${number}`)) number += 1
  const stop = tree.sections.at(-1)?.stop ?? 'cooking'
  const section: SectionTree = {
    key: newKey(),
    id: `${tree.id}-${number}`,
    title: { zh: '', en: '' },
    stop,
    items: [],
  }
  return { tree: withSections(tree, [...tree.sections, section]), key: section.key }
}

export function removeSection(tree: TemplateTree, key: string): TemplateTree {
  return withSections(
    tree,
    tree.sections.filter((one) => one.key !== key),
  )
}

/** Who stands beside what goes, so that the eye does not lose its place. */
export function neighbourOf(tree: TemplateTree, key: string): string {
  const rows = tree.sections.flatMap((one) => [one.key, ...one.items.map((item) => item.key)])
  const at = rows.indexOf(key)
  return rows[at + 1] ?? rows[at - 1] ?? ''
}
