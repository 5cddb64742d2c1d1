import { expect, it } from 'vitest'
import { saidHours } from './hours'

it('hours are said a line for each kind of day, in the order they are written', () => {
  const said = saidHours(
    'workday 09:00-12:00, workday 13:30-17:00, workday/24 18:00-20:00, weekend/6 09:00-12:00',
  )
  expect(said?.map(({ zh }) => zh)).toEqual([
    '工作日 09:00–12:00、13:30–17:00',
    '周二、周四（工作日） 18:00–20:00',
    '周六（周末） 09:00–12:00',
  ])
  expect(said?.[1]?.en).toBe('Tue, Thu (working days) 18:00–20:00')
})

it('hours that are half typed, or end before they begin, are not guessed at', () => {
  expect(saidHours('')).toBeNull()
  expect(saidHours('workday 09:00-')).toBeNull()
  expect(saidHours('workday 09:00-12:00,')).toBeNull()
  expect(saidHours('workday 12:00-09:00')).toBeNull()
})
