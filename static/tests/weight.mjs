// What a page loads before anything is tapped, from the manifest that the build writes.
/** Files a page needs at once: its scripts, all they import without asking, and their styles. */
export function filesOf(manifest, page) {
  const files = new Set()
  const walk = (name) => {
    const chunk = manifest[name]
    if (!chunk) throw new Error(`the manifest knows no ${name}`)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    for (const file of [...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file)
    for (const one of chunk.imports ?? []) walk(one)
  }
  walk(page)
  return files
}

/** Addresses of own files that a page's HTML names: scripts, styles, preloads, pictures. */
export function filesNamedBy(html) {
  return new Set([...html.matchAll(/(?:src|href)="\/([^"#?]+)"/g)].map(([, file]) => file))
}
