import { effectScope, nextTick, ref, shallowRef } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import type { CaseFile } from '../types'
import type { Calling } from './calling'
import { emptyRoom, hear } from './room_state'
import { useItem } from './use_item'

const ME = { id: 'u_wang', username: 'wang', name: '王建国', role: 'inspector' }

function desk() {
  const items = ['KL-01', 'KL-02', 'KL-03'].map((id) => ({ id, title_zh: id }))
  const room = shallowRef(emptyRoom())
  const send = vi.fn(() => true)
  const calling = {
    file: shallowRef({ checklist: { sections: [{ items }] } } as unknown as CaseFile),
    room,
    link: ref('open'),
    findings: ref({}),
    send,
  } as unknown as Calling
  const all = effectScope().run(() =>
    useItem(
      calling,
      () => ME as never,
      () => false,
    ),
  )!
  const told = async (item: string, from: string) => {
    room.value = hear(room.value, { type: 'item', item, from, seq: room.value.lastSeq + 1 })
    await nextTick()
  }
  return { ...all, told, send }
}

describe("the room's item", () => {
  it('is not carried back by late news of our own earlier moves', async () => {
    const { current, choose, told } = desk()
    choose('KL-01')
    choose('KL-02')
    await told('KL-01', ME.id)
    expect(current.value).toBe('KL-02')
    await told('KL-02', ME.id)
    expect(current.value).toBe('KL-02')
  })

  it('is our last move when a colleague moved before it, theirs when they moved after it', async () => {
    const { current, choose, told, isMine } = desk()
    choose('KL-02')
    await told('KL-03', 'u_zhao')
    expect(current.value).toBe('KL-02')
    await told('KL-02', ME.id)
    await told('KL-03', 'u_zhao')
    expect(current.value).toBe('KL-03')
    expect(isMine()).toBe(false)
  })

  it('takes a picture at once after a verdict moved on, but not a second verdict', async () => {
    const { choose, told, isMine, mayJudge, moveOn, current } = desk()
    choose('KL-01')
    await told('KL-01', ME.id)
    moveOn()
    expect([current.value, isMine(), mayJudge()]).toEqual(['KL-02', true, false])
  })

  it('takes a verdict at once after a picture of the item we moved on to', async () => {
    const { choose, told, mayJudge, moveOn, meant } = desk()
    choose('KL-01')
    await told('KL-01', ME.id)
    moveOn()
    meant()
    expect(mayJudge()).toBe(true)
  })

  it('takes every key again at once after a choice of our own', async () => {
    const { choose, told, mayJudge, moveOn } = desk()
    choose('KL-01')
    await told('KL-01', ME.id)
    moveOn()
    choose('KL-03')
    expect(mayJudge()).toBe(true)
  })
})
