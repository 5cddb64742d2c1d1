import type { VectorTree } from './tree'

/** Fields of a vector that hold facts or answers by name. */
export type Table = 'facts' | 'answers' | 'expects'
export type List = 'asked' | 'not_asked'

/** A vector with one entry set; an empty value takes it out, an empty table is not written. */
export function withEntry(vector: VectorTree, table: Table, name: string, value: string): VectorTree {
  const { [name]: _, ...others } = vector[table] ?? {}
  return withField(vector, table, value === '' ? others : { ...vector[table], [name]: value })
}

export function withListed(vector: VectorTree, list: List, item: string, isListed: boolean): VectorTree {
  const others = (vector[list] ?? []).filter((one) => one !== item)
  return withField(vector, list, isListed ? [...others, item] : others)
}

function withField(vector: VectorTree, field: Table | List, value: object): VectorTree {
  const { [field]: _, ...rest } = vector
  return Object.keys(value).length === 0 ? (rest as VectorTree) : { ...rest, [field]: value }
}
