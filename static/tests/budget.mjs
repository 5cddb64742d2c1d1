// Fails when an applicant's phone has to load more than MOST_KB before the call starts, gzipped.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { filesNamedBy, filesOf } from './weight.mjs'

const MOST_KB = Number(process.argv[2] ?? 60) // design.md; an argument tries another limit
const PAGE = 'applicant/index.html'
const read = (file) => readFileSync(new URL(`../dist/${file}`, import.meta.url))

const manifest = JSON.parse(read('manifest.json'))
const files = new Set([PAGE, ...filesOf(manifest, PAGE), ...filesNamedBy(read(PAGE).toString())])
const bytes = [...files].map((file) => gzipSync(read(file), { level: 6 }).length)
const total_kb = bytes.reduce((sum, one) => sum + one, 0) / 1000
console.log(JSON.stringify({ gzip_kb: Math.round(total_kb * 10) / 10, files: files.size, most_kb: MOST_KB }))
process.exitCode = total_kb <= MOST_KB ? 0 : 1
