import { expect, it } from 'vitest'
import type { Attempt } from './exam'
import { forget, remember, underWay } from './under_way'

function storage(): Storage {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  } as Storage
}
const both = { zh: '样板间', en: 'Sample room' }
const attempt = { id: 'exam_1', title: both, mode: 'exam', taps: [1, 2] } as unknown as Attempt

it('an exam under way is found again until it is over', () => {
  const store = storage()
  expect(underWay(store)).toBeNull()
  remember(attempt, store)
  expect(underWay(store)).toEqual({ id: 'exam_1', title: both, mode: 'exam' })
  remember({ ...attempt, id: 'exam_3', mode: 'practice' }, store)
  forget('exam_2', store)
  expect(underWay(store)?.id).toBe('exam_1')
  forget('exam_1', store)
  expect(underWay(store)).toBeNull()
})

it('what is spoilt, and a browser that keeps nothing, lead to no exam and to no failure', () => {
  const store = storage()
  store.setItem('yunkan-exam-under-way', '{"id":')
  expect(underWay(store)).toBeNull()
  const none = {
    getItem: () => {
      throw new Error('denied')
    },
  } as unknown as Storage
  expect(underWay(none)).toBeNull()
  remember(attempt, none)
  forget('exam_1', none)
})
