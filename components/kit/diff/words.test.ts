import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffWords } from './words.ts'

test('only the words that differ are marked', () => {
  expect(diffWords('restart the node now', 'drain the node now')).toEqual([
    { kind: 'removed', text: 'restart' },
    { kind: 'added', text: 'drain' },
    { kind: 'same', text: ' the node now' },
  ])
})

test('the pieces hold both texts, whatever is in them', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 })
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = diffWords(before, after)
      const side = (drop: string) =>
        pieces
          .filter(({ kind }) => kind !== drop)
          .map(piece => piece.text)
          .join('')
      expect(side('added')).toBe(before)
      expect(side('removed')).toBe(after)
    }),
  )
})

test('long texts are shown one after the other', () => {
  const [before, after] = ['a '.repeat(10_001), 'b '.repeat(10_001)]
  expect(diffWords(before, after).map(({ kind }) => kind)).toEqual(['removed', 'added'])
})
