import { expect, it } from 'vitest'
import { useMeasuring } from './measuring'

const nothing = { width: 64, height: 32, mm: new Uint16Array(64 * 32) }

it('says of the sky that nothing is there, and no more of the next scene', async () => {
  const measuring = useMeasuring(async () => nothing)
  await measuring.use('kitchen')
  measuring.add(0, 0, 0)
  expect(measuring.isNothing.value).toBe(true)
  await measuring.use('hood')
  expect(measuring.isNothing.value).toBe(false)
})
