import { expect, it } from 'vitest'
import type { ToldNotice } from '../types'
import { inOrder, troubleOf, wayOf } from './told'

const notice = (state: ToldNotice['state'], ...ways: [string | null, string][]) =>
  ({
    state,
    events: ways.map(([channel, said]) => ({ at: '', what: 'begun', channel, gateway: '', said })),
  }) as unknown as ToldNotice

it('names the way a notice went last', () => {
  expect(wayOf(notice('sent', ['sms', ''], ['wecom', ''], [null, '刘敏']))).toBe('wecom')
  expect(wayOf(notice('scheduled'))).toBeNull()
})

it('tells what a gateway said only where the notice did not arrive', () => {
  expect(troubleOf(notice('undelivered', ['sms', '空号'], ['wecom', '']))).toBe('空号')
  expect(troubleOf(notice('sent', ['sms', 'HTTP 503'], ['sms', '']))).toBe('')
})

it('puts what is to come first, nearest first', () => {
  const at = (due_at: string, state: ToldNotice['state']) =>
    ({ due_at, state, events: [] }) as unknown as ToldNotice
  const newestFirst = [at('4', 'scheduled'), at('3', 'scheduled'), at('2', 'sent'), at('1', 'sent')]
  expect(inOrder(newestFirst).map((one) => one.due_at)).toEqual(['3', '4', '2', '1'])
})
