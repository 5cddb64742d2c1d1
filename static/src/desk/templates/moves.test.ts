import { describe, expect, it } from 'vitest'
import * as moves from './moves'
import { nextId, plainOf, type TemplateTree, treeFrom } from './tree'

const item = (id: string) => ({ id, applies_when: 'always' })
const tree = treeFrom({
  id: 'ex',
  sections: [
    { id: 'hood', items: [item('EX-01'), item('EX-02'), item('EX-03')] },
    { id: 'duct', items: [item('EX-04')] },
    { id: 'empty', items: [] },
  ],
})
const ids = (of: TemplateTree) => of.sections.map((one) => one.items.map(({ id }) => id.slice(3)).join(' '))
const keyOf = (id: string, of = tree) =>
  of.sections.flatMap((one) => one.items).find((one) => one.id === id)!.key
const section = (at: number) => tree.sections[at]!.key

describe('moving in the tree', () => {
  it.each([
    ['EX-01', 1, ['02 01 03', '04', '']],
    ['EX-02', -1, ['02 01 03', '04', '']],
    ['EX-03', 1, ['01 02', '03 04', '']],
    ['EX-04', -1, ['01 02 03 04', '', '']],
    ['EX-04', 1, ['01 02 03', '', '04']],
    ['EX-01', -1, ['01 02 03', '04', '']],
  ] as const)('%s by %d', (id, step, expected) => {
    expect(ids(moves.stepItem(tree, keyOf(id), step))).toEqual(expected)
  })

  it.each([
    ['EX-01', 0, 3, ['02 03 01', '04', '']],
    ['EX-01', 0, 2, ['02 01 03', '04', '']],
    ['EX-03', 0, 0, ['03 01 02', '04', '']],
    ['EX-02', 1, 0, ['01 03', '02 04', '']],
    ['EX-02', 2, 0, ['01 03', '04', '02']],
  ] as const)('%s before place %d/%d, counted as it was dropped', (id, to, at, expected) => {
    expect(ids(moves.placeItem(tree, keyOf(id), section(to), at))).toEqual(expected)
  })

  it('never loses or doubles an item, wherever it is dropped', () => {
    for (const { key } of tree.sections.flatMap((one) => one.items)) {
      for (const to of [0, 1, 2]) {
        for (const at of [-1, 0, 1, 2, 9]) {
          const all = ids(moves.placeItem(tree, key, section(to), at))
            .join(' ')
            .split(' ')
            .filter(Boolean)
          expect(all.sort()).toEqual(['01', '02', '03', '04'])
        }
      }
    }
  })

  it('gives the same tree back where nothing moves, so that there is nothing to undo', () => {
    expect(moves.placeItem(tree, keyOf('EX-02'), section(0), 1)).toBe(tree)
    expect(moves.placeItem(tree, keyOf('EX-02'), section(0), 2)).toBe(tree)
    expect(moves.stepSection(tree, section(0), -1)).toBe(tree)
  })

  it('moves sections with all that is in them', () => {
    expect(ids(moves.stepSection(tree, section(0), 1))).toEqual(['04', '01 02 03', ''])
    expect(ids(moves.placeSection(tree, section(2), 0))).toEqual(['', '01 02 03', '04'])
  })
})

describe('adding and removing', () => {
  it('gives a new item the number after the last one and a place after the chosen one', () => {
    const made = moves.addItem(tree, section(0), keyOf('EX-01'))
    expect(ids(made.tree)).toEqual(['01 05 02 03', '04', ''])
    expect(nextId(made.tree)).toBe('EX-06')
  })

  it('copies an item without its shot, which would make two items one picture', () => {
    const shared = moves.changeItem(tree, keyOf('EX-01'), { shot: 'stoves', hotspot: 'EX-01', weight: 'key' })
    const made = moves.copyItem(shared, keyOf('EX-01'))
    const copy = made.tree.sections[0]!.items[1]!
    expect([copy.id, copy.weight, copy.shot, copy.hotspot]).toEqual(['EX-05', 'key', undefined, undefined])
    expect(copy.key).not.toBe(keyOf('EX-01'))
  })

  it('leaves the eye beside what was removed', () => {
    expect(moves.neighbourOf(tree, keyOf('EX-02'))).toBe(keyOf('EX-03'))
    expect(ids(moves.removeItem(tree, keyOf('EX-02')))).toEqual(['01 03', '04', ''])
  })
})

describe('a form and the values it is sent as', () => {
  const written = {
    id: 'ex',
    version: '2026.11.5',
    title: { zh: '排烟', en: 'Extraction' },
    department: 'urban',
    coming_field: ['kept'],
    sections: [
      {
        id: 'hood',
        title: { zh: '集气罩', en: 'Hoods' },
        stop: 'cooking',
        items: [
          {
            id: 'EX-03',
            title: { zh: '高度', en: 'Height' },
            film: { zh: '量', en: 'Measure' },
            judge: { zh: '宜为', en: 'Should be' },
            weight: 'general',
            areas: ['fume'],
            evidence: ['reading'],
            remote: 'yes',
            clauses: [{ id: 'hj554-hood', confidence: 'high' }],
            applies_when: 'fume',
            readings: [{ quantity: { zh: '高度', en: 'Height' }, unit: 'm', at_least: '1.8' }],
            repeats: 'hoods',
          },
        ],
      },
    ],
    vectors: [
      { name: '低', facts: { fume: 'yes' }, answers: { 'EX-03': 'fail' }, expects: { fume: 'fail' } },
    ],
  }

  it('are the same, also of what this page does not know yet', () => {
    expect(plainOf(treeFrom(written))).toEqual(written)
  })

  it('have no field for what was emptied', () => {
    const of = treeFrom(written)
    const less = plainOf(
      moves.changeItem(of, of.sections[0]!.items[0]!.key, { repeats: undefined }),
    ) as unknown as typeof written
    expect('repeats' in less.sections[0]!.items[0]!).toBe(false)
  })

  it.each([null, 7, [], { sections: 'x' }, { sections: [{ items: [null, 'x', { title: 3 }] }] }])(
    'are read whatever stands there: %j',
    (values) => {
      expect(() => plainOf(treeFrom(values))).not.toThrow()
    },
  )
})
