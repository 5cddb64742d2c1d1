import { describe, expect, it } from 'vitest'
import { filesNamedBy, filesOf } from './weight.mjs'

const manifest = {
  'page.html': { file: 'a/page.js', imports: ['_vue.js'], dynamicImports: ['call.ts'], css: ['a/page.css'] },
  '_vue.js': { file: 'a/vue.js', imports: ['_deep.js'], css: ['a/tokens.css'] },
  '_deep.js': { file: 'a/deep.js', imports: ['_vue.js'] },
  'call.ts': { file: 'a/call.js', css: ['a/call.css'] },
}

describe('the weight of a page', () => {
  it('counts what is imported at any depth, with its styles', () => {
    const files = [...filesOf(manifest, 'page.html')]
    expect(files.sort()).toEqual(['a/deep.js', 'a/page.css', 'a/page.js', 'a/tokens.css', 'a/vue.js'])
  })
  it('counts the call once somebody imports it at once', () => {
    const eager = { ...manifest, '_deep.js': { file: 'a/deep.js', imports: ['call.ts'] } }
    expect([...filesOf(eager, 'page.html')]).toEqual(expect.arrayContaining(['a/call.js', 'a/call.css']))
  })
  it('counts preloads and pictures that the HTML names', () => {
    const html =
      '<link rel="modulepreload" href="/a/call.js"><script src="/a/page.js"></script><img src="/x.svg">'
    expect([...filesNamedBy(html)]).toEqual(['a/call.js', 'a/page.js', 'x.svg'])
  })
  it('refuses a page that was not built', () => {
    expect(() => filesOf(manifest, 'other.html')).toThrow('other.html')
  })
})
