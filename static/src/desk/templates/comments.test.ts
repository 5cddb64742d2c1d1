import { describe, expect, it } from 'vitest'
import { hasComments } from './comments'

describe('comments of a template file', () => {
  it.each([
    ['# why this is so\nid: ex', true],
    ['id: ex\n  # indented\nversion: x', true],
    ['id: ex  # behind a value', true],
    ['id: ex\nversion: "2026.11.1"', false],
    ['title: { zh: "1# 灶", en: "stove # 1" }', false],
    ['id: a#b', false],
    ['', false],
  ])('are found where they are: %j', (yaml, found) => {
    expect(hasComments(yaml)).toBe(found)
  })
})
