import { expect, it } from 'vitest'
import { isMine, remember } from './claimed'

function store() {
  const kept = new Map<string, string>()
  return {
    kept,
    setItem: (key: string, value: string) => void kept.set(key, value),
    getItem: (key: string) => kept.get(key) ?? null,
  }
}

it('a second link on the same phone does not show the first case', async () => {
  const phone = store()
  await remember('first-link', phone)
  expect(await isMine('first-link', phone)).toBe(true)
  expect(await isMine('second-link', phone)).toBe(false)
})

it('the link itself is not written down', async () => {
  const phone = store()
  await remember('first-link', phone)
  expect([...phone.kept.values()].join()).not.toContain('first-link')
})

it('a browser that keeps nothing asks anew', async () => {
  const refuse = () => {
    throw new Error('SecurityError')
  }
  await remember('first-link', { setItem: refuse })
  expect(await isMine('first-link', { getItem: refuse })).toBe(false)
})
