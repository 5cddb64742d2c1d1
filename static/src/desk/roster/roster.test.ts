import { expect, it } from 'vitest'
import { endsSoon, listed } from './roster'

it('a list is typed with any comma or space', () => {
  expect(listed('中型餐馆，饮品店 单位食堂、, ')).toEqual(['中型餐馆', '饮品店', '单位食堂'])
  expect(listed('  ')).toEqual([])
})

it('a certificate that ends within the month is marked, one that was not entered is not', () => {
  expect(endsSoon('2026-12-20', '2026-11-24', 30)).toBe(true)
  expect(endsSoon('2026-12-24', '2026-11-24', 30)).toBe(false)
  expect(endsSoon('2026-11-01', '2026-11-24', 30)).toBe(true)
  expect(endsSoon(null, '2026-11-24', 30)).toBe(false)
})
