import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const SRC = fileURLToPath(new URL('../src', import.meta.url))
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*|@import\s+)["'`]([^"'`\n]+)["'`]/g

/** The folder below `src` that an import of `file` leads to; `null` for packages. */
function folderOf(file: string, wanted: string): string | null {
  if (wanted.startsWith('@/')) return wanted.split('/')[1]!
  if (!wanted.startsWith('.')) return null
  return normalize(join(dirname(file), wanted)).split(/[\\/]/)[0]!
}

/** Imports that lead from one program into another: `from file: wanted`. */
function strays(file: string, content: string): string[] {
  const own = file.split(/[\\/]/)[0]!
  return [...content.matchAll(IMPORT)]
    .filter(([, wanted]) => ![null, own, 'shared'].includes(folderOf(file, wanted!)))
    .map(([, wanted]) => `${file}: ${wanted}`)
}

describe('programs do not import each other', () => {
  const files = readdirSync(SRC, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && /\.(ts|vue|css)$/.test(one.name))
    .map((one) => relative(SRC, join(one.parentPath, one.name)))

  it('each stands on itself and on shared', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(files.flatMap((file) => strays(file, readFileSync(join(SRC, file), 'utf8')))).toEqual([])
  })
  it.each([
    ['applicant/App.vue', "import { a } from '../desk/a'"],
    ['applicant/screens/App.vue', "const a = () => import('../../rooms/a')"],
    ['desk/a.ts', "export { a } from '@/applicant/a'"],
    ['shared/a.ts', "import '../rooms/rooms.css'"],
    ['rooms/a.css', '@import "../desk/style.css";'],
  ])('a stray import of %s is found', (file, content) => {
    expect(strays(file, content)).toHaveLength(1)
  })
  it('shared, own folders and packages are fine', () => {
    expect(
      strays('desk/call/a.ts', "import '../b'\nimport { ref } from 'vue'\nimport '../../shared/api'"),
    ).toEqual([])
  })
})
