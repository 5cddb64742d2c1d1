import { expect, it } from 'vitest'
import { missing, type PersonSeen, withSubstitute } from './duty'

const now = [
  { id: 'wang', name: '王建国' },
  { id: 'zhao', name: '赵晓燕' },
]
const person = (id: string, more: Partial<PersonSeen> = {}): PersonSeen => ({
  id,
  name: id,
  load: 0,
  against: null,
  stands_in: null,
  ...more,
})

it('two different people, a change and a reason are needed', () => {
  expect(missing(['wang', ''], now, '出差')).toBe('two')
  expect(missing(['qian', 'qian'], now, '出差')).toBe('two')
  expect(missing(['zhao', 'wang'], now, '出差')).toBe('change')
  expect(missing(['qian', 'zhao'], now, ' ')).toBe('reason')
  expect(missing(['qian', 'zhao'], now, '出差')).toBe(null)
})

it('a substitute takes the place of one, unless something speaks against them', () => {
  const away = { code: 'away', zh: '不在岗', en: 'away' }
  const wang = person('wang', { stands_in: { id: 'qian', name: '钱进' } })
  expect(withSubstitute('wang', now, [wang, person('qian')])).toEqual(['qian', 'zhao'])
  expect(withSubstitute('wang', now, [wang, person('qian', { against: away })])).toBe(null)
  expect(withSubstitute('zhao', now, [wang, person('zhao')])).toBe(null)
})
