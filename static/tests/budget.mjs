// What an applicant's phone loads before the call: the entry's scripts and styles, gzipped.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const MOST_KB = 60
const dist = new URL('../dist/', import.meta.url)
const seen = new Map()

function weigh(path) {
  if (seen.has(path)) return
  const content = readFileSync(new URL(`.${path}`, dist))
  seen.set(path, gzipSync(content, { level: 6 }).length)
  if (!path.endsWith('.js')) return
  for (const [, , file] of content.toString().matchAll(/(^|[;}\n])import[^("']*["']\.\/([^"']+\.js)["']/g)) weigh(`/assets/${file}`)
}

const page = readFileSync(new URL('applicant/index.html', dist), 'utf8')
for (const [, file] of page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) weigh(file)
const total = [...seen.values()].reduce((sum, bytes) => sum + bytes, 0) / 1000
console.log(JSON.stringify({ gzip_kb: Math.round(total * 10) / 10, files: seen.size, most_kb: MOST_KB }))
process.exit(total <= MOST_KB ? 0 : 1)
