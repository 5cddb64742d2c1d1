import { expect, it } from 'vitest'
import type { Unit } from './api'
import { branch, indented, lines } from './tree'

const UNITS: Unit[] = [
  { id: 'town', parent: 'east', name: '柳河镇' },
  { id: 'west', parent: 'bureau', name: '城西分中心' },
  { id: 'bureau', parent: null, name: '历城县局' },
  { id: 'east', parent: 'bureau', name: '城东分中心' },
]

it('each office is followed by those below it', () => {
  const found = lines(UNITS).map(({ id, depth }) => [id, depth])
  expect(found).toEqual([
    ['bureau', 0],
    ['east', 1],
    ['town', 2],
    ['west', 1],
  ])
})

it('the office at the top of what somebody reaches stands at the top', () => {
  const reached = UNITS.filter(({ id }) => id === 'east' || id === 'town')
  expect(lines(reached).map(indented)).toEqual(['城东分中心', '\u3000柳河镇'])
})

it('a branch is an office with all below it', () => {
  expect(branch(UNITS, 'east')).toEqual(new Set(['east', 'town']))
  expect(branch(UNITS, 'bureau').size).toBe(4)
})
