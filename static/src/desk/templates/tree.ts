/** A template as the editor holds it: the values of its YAML, where every scalar is a text. */
export type Plain = string | Plain[] | { [name: string]: Plain }

export interface Words {
  zh: string
  en: string
}
export interface ClauseRef {
  id: string
  confidence: string
}
/** A quantity with its unit; limits are texts as they are typed, and absent where there is none. */
export interface ReadingTree {
  quantity: Words
  unit: string
  at_least?: string
  at_most?: string
  margin?: string
}
/** `key` names an item while it is edited, whatever happens to its id; it is never written. */
export interface ItemTree {
  key: string
  id: string
  title: Words
  film: Words
  judge: Words
  weight: string
  areas: string[]
  evidence: string[]
  seconds?: string
  readings?: ReadingTree[]
  remote: string
  clauses: ClauseRef[]
  applies_when: string
  department?: string
  stop?: string
  shot?: string
  repeats?: string
  points?: string
  hotspot?: string
  examples?: { right: string; wrong: string }
}
export interface SectionTree {
  key: string
  id: string
  title: Words
  stop: string
  items: ItemTree[]
}
/** "Given these facts and answers expect this"; facts and answers that nobody gave are ordinary. */
export interface VectorTree {
  key: string
  name: string
  facts?: Record<string, string>
  answers?: Record<string, string>
  expects?: Record<string, string>
  asked?: string[]
  not_asked?: string[]
}
export interface TemplateTree {
  id: string
  version: string
  title: Words
  department: string
  effective_from?: string
  sections: SectionTree[]
  vectors?: VectorTree[]
}

type Raw = Record<string, unknown>

const raw = (value: unknown): Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {}
const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const texts = (value: unknown): string[] => list(value).map(text)
const words = (value: unknown): Words => ({ zh: text(raw(value).zh), en: text(raw(value).en) })

let keys = 0
/** A name for a new row of the tree that no other has. */
export const newKey = (): string => `k${++keys}`

/** Reads values whatever their shape; what is missing is empty, what is unknown stays as it is. */
export function treeFrom(values: unknown): TemplateTree {
  const from = raw(values)
  const tree: TemplateTree = {
    ...(from as object),
    id: text(from.id),
    version: text(from.version),
    title: words(from.title),
    department: text(from.department),
    sections: list(from.sections).map(sectionFrom),
  }
  if (from.vectors !== undefined) tree.vectors = list(from.vectors).map(vectorFrom)
  return tree
}

function sectionFrom(value: unknown): SectionTree {
  const from = raw(value)
  return {
    ...(from as object),
    key: newKey(),
    id: text(from.id),
    title: words(from.title),
    stop: text(from.stop),
    items: list(from.items).map(itemFrom),
  }
}

function itemFrom(value: unknown): ItemTree {
  const from = raw(value)
  const item: ItemTree = {
    ...(from as object),
    key: newKey(),
    id: text(from.id),
    title: words(from.title),
    film: words(from.film),
    judge: words(from.judge),
    weight: text(from.weight),
    areas: texts(from.areas),
    evidence: texts(from.evidence),
    remote: text(from.remote),
    clauses: list(from.clauses).map((one) => ({
      ...(raw(one) as object),
      id: text(raw(one).id),
      confidence: text(raw(one).confidence),
    })),
    applies_when: text(from.applies_when),
  }
  if (from.readings !== undefined) {
    item.readings = list(from.readings).map((one) => ({
      ...(raw(one) as object),
      quantity: words(raw(one).quantity),
      unit: text(raw(one).unit),
    }))
  }
  return item
}

function vectorFrom(value: unknown): VectorTree {
  const from = raw(value)
  return { ...(from as object), key: newKey(), name: text(from.name) }
}

/** An item as a new one begins: asked of every shop, judged by video, worth a photo. */
export function newItem(id: string): ItemTree {
  const nothing = { zh: '', en: '' }
  return {
    key: newKey(),
    id,
    title: { ...nothing },
    film: { ...nothing },
    judge: { ...nothing },
    weight: 'general',
    areas: ['food'],
    evidence: ['photo'],
    remote: 'yes',
    clauses: [],
    applies_when: 'always',
  }
}

/** The id after the last of its letters: EX-09 after EX-08. */
export function nextId(tree: TemplateTree): string {
  const ids = tree.sections.flatMap((section) => section.items.map((item) => item.id))
  const letters =
    /^[A-Z]{2,8}(?=-)/.exec(ids[0] ?? '')?.[0] ??
    tree.id
      .replace(/[^a-z]/g, '')
      .toUpperCase()
      .slice(0, 8)
      .padEnd(2, 'X')
  const numbers = ids.map((id) => Number(new RegExp(`^${letters}-([0-9]+)$`).exec(id)?.[1] ?? 0))
  return `${letters}-${String(Math.max(0, ...numbers) + 1).padStart(2, '0')}`
}

/** Where an item stands: numbers from 0. */
export interface Spot {
  section: number
  item: number
}
export function spotOf(tree: TemplateTree, key: string): Spot | null {
  for (const [section, one] of tree.sections.entries()) {
    const item = one.items.findIndex((it) => it.key === key)
    if (item >= 0) return { section, item }
  }
  return null
}

/** The tree as it is sent: values only, without the keys of the editor. */
export function plainOf(tree: TemplateTree): Plain {
  const bare = <T extends { key: string }>({ key: _, ...values }: T) => values
  const { sections, vectors, ...about } = tree
  return {
    ...about,
    sections: sections.map((section) => ({ ...bare(section), items: section.items.map(bare) })),
    ...(vectors && vectors.length > 0 ? { vectors: vectors.map(bare) } : {}),
  } as unknown as Plain
}
