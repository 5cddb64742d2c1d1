import { expect, it } from 'vitest'
import { type Scene, placeOf, sceneOf } from './room'

const scene = (id: string, ...items: string[]): Scene => ({
  id,
  title: { zh: id, en: id },
  yaw_deg: 0,
  preview: '',
  panorama: '',
  tiles: '',
  depth: '',
  at: [0, 0],
  eye_m: 1.6,
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
