interface Chunk {
  file: string
  imports?: string[]
  dynamicImports?: string[]
  css?: string[]
  assets?: string[]
}
export function filesOf(manifest: Record<string, Chunk>, page: string): Set<string>
export function filesNamedBy(html: string): Set<string>
