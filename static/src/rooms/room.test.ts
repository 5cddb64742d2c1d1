import { expect, it } from 'vitest'
import { type Scene, isSure, markOf, placeOf, sceneOf } from './room'

const scene = (id: string, ...items: string[]): Scene => ({
  id,
  title: { zh: id, en: id },
  yaw_deg: 0,
  preview: '',
  panorama: '',
  tiles: '',
  links: [],
  hotspots: items.map((item_id) => ({
    id: item_id,
    item_id,
    yaw_deg: 0,
    pitch_deg: 0,
    title: { zh: '', en: '' },
    text: { zh: '', en: '' },
    is_right: true,
  })),
})

it('reads room and item from the address', () => {
  expect(placeOf('#t2/EX-02')).toEqual({ room: 't2', item: 'EX-02' })
  expect(placeOf('')).toEqual({ room: null, item: null })
})

it('stays in the scene if it shows the item, else goes to the first that does', () => {
  const scenes = [scene('kitchen', 'EX-01'), scene('hood', 'EX-01', 'EX-02')]
  expect(sceneOf(scenes, 'EX-01', 'hood')?.id).toBe('hood')
  expect(sceneOf(scenes, 'EX-02', 'kitchen')?.id).toBe('hood')
  expect(sceneOf(scenes, 'OF-09', null)).toBeNull()
})

it('marks a rule that concerns the shop and cannot be told apart from one that does not', () => {
  expect(markOf({ holds: true, applies: true })).toBe('✓')
  expect(markOf({ holds: false, applies: true })).toBe('✗')
  expect(markOf({ holds: null, applies: true })).toBe('?')
  expect(markOf({ holds: null, applies: false })).toBe('–')
})

it('says where a clause is not confirmed', () => {
  expect(isSure({ confidence: 'verified' })).toBe(true)
  expect(isSure({ confidence: 'medium' })).toBe(false)
})
