import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiProblem } from '../../shared/api'
import { sha256 } from '../../shared/hash'
import { Photos } from './photos'
import type { WaitingPhoto } from './shelf'

const OFFLINE = ApiProblem.from(null)
const still = (content: string) => ({
  blob: new Blob([content], { type: 'image/jpeg' }),
  width: 4,
  height: 3,
})

describe('a photo of the phone', () => {
  let log: string[]
  let kept: Map<string, WaitingPhoto>
  let isOpen: boolean
  let answers: (Error | null)[]
  let photos: Photos

  function make(): Photos {
    return new Photos(
      {
        caseNumber: 'YK1',
        shelf: {
          add: async (photo) => void kept.set(photo.id, photo),
          of: async (number) => [...kept.values()].filter((one) => one.case_number === number),
          remove: async (id) => void kept.delete(id),
        },
        say: (frame) => {
          if (isOpen) log.push(`commit ${String(frame.sha256).slice(0, 8)}`)
          return isOpen
        },
        send: async (_id, blob) => {
          log.push(`bytes ${(await sha256(await blob.arrayBuffer())).slice(0, 8)}`)
          const answer = answers.shift()
          if (answer) throw answer
        },
        refused: ({ zh }) => void log.push(`refused ${zh}`),
      },
      0,
    )
  }
  const only = () => [...kept.keys()][0]!

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    log = []
    kept = new Map()
    isOpen = true
    answers = []
    photos = make()
  })
  afterEach(() => vi.useRealTimers())

  it('names its hash before the bytes leave, and they are the same bytes', async () => {
    await photos.keep(still('a'), 'KL-01')
    expect(log).toEqual([expect.stringMatching(/^commit/)])
    await photos.heard(only())
    expect(log[1]).toBe(log[0]!.replace('commit', 'bytes'))
    expect(photos.news).toMatchObject({ saved: 1, waiting: 0, isStuck: false })
    expect(kept.size).toBe(0)
  })
  it('is sent once although the service says twice that it has the hash', async () => {
    await photos.keep(still('a'), 'KL-01')
    const id = only()
    await Promise.all([photos.heard(id), photos.heard(id)])
    expect(log.filter((line) => line.startsWith('bytes'))).toHaveLength(1)
    expect(photos.news.saved).toBe(1)
  })
  it('waits on the phone while the room is closed, and through a reload', async () => {
    isOpen = false
    await photos.keep(still('a'), 'KL-01')
    expect(log).toEqual([])
    const reloaded = make()
    isOpen = true
    await reloaded.opened()
    await reloaded.heard(only())
    expect(log).toHaveLength(2)
    expect(reloaded.news).toMatchObject({ saved: 1, waiting: 0 })
  })
  it('of another shop stays where it is', async () => {
    kept.set('x', { ...still('b'), id: 'x', case_number: 'YK2', item: 'KL-01', sha256: '', taken_at: '' })
    await photos.opened()
    expect(log).toEqual([])
    expect(photos.news.waiting).toBe(0)
  })
  it('that did not get through is tried again by itself, or at a tap', async () => {
    answers = [OFFLINE, OFFLINE, null]
    await photos.keep(still('a'), 'KL-01')
    await photos.heard(only())
    expect(photos.news).toMatchObject({ saved: 0, waiting: 1, isStuck: true })
    await vi.advanceTimersByTimeAsync(2100)
    await vi.waitFor(() => expect(log.filter((line) => line.startsWith('bytes'))).toHaveLength(2))
    await photos.again()
    expect(photos.news).toMatchObject({ saved: 1, waiting: 0, isStuck: false })
  })
  it('that the service will not take is told and let go', async () => {
    answers = [new ApiProblem(409, 'evidence.hash_mismatch', '请重新拍摄', 'Take it again')]
    await photos.keep(still('a'), 'KL-01')
    await photos.heard(only())
    expect(log.at(-1)).toBe('refused 请重新拍摄')
    expect(photos.news).toMatchObject({ saved: 0, waiting: 0 })
  })
  it('whose hash is refused is told and let go; other complaints concern no photo', async () => {
    await photos.refused({ zh: '太快', en: '' })
    expect(log).toEqual([])
    await photos.keep(still('a'), 'KL-01')
    await photos.refused({ zh: '勘验没有进行', en: '' })
    expect(log.at(-1)).toBe('refused 勘验没有进行')
    expect(kept.size).toBe(0)
  })
  it('does not wait for the one before to name its hash, only to send its bytes', async () => {
    await photos.keep(still('a'), 'KL-01')
    await photos.keep(still('b'), 'KL-01')
    expect(log.map((line) => line.split(' ')[0])).toEqual(['commit', 'commit'])
    await Promise.all([...kept.keys()].map((id) => photos.heard(id)))
    expect(photos.news).toMatchObject({ saved: 2, waiting: 0 })
  })
})
