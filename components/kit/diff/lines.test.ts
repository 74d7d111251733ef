import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffLines, nearChanges } from './lines.ts'

test('a diff holds both texts', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', '')).map(lines => lines.join('\n'))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after)
      const side = (drop: string) =>
        lines
          .filter(line => line.kind !== drop)
          .map(line => line.text)
          .join('\n')
      expect(side('added')).toBe(before)
      expect(side('removed')).toBe(after)
    }),
  )
})

test('one changed line is one removed and one added', () => {
  expect(diffLines('{\n a\n}', '{\n b\n}').map(line => line.kind)).toEqual(['same', 'removed', 'added', 'same'])
})

test('thousands of lines are compared at once', () => {
  const lines = Array.from({ length: 20_000 }, (_, at) => `line ${at}`)
  const changed = lines.with(9_999, 'another')
  const diff = diffLines(lines.join('\n'), changed.join('\n'))
  expect(diff.filter(line => line.kind !== 'same').map(line => line.text)).toEqual(['line 9999', 'another'])
  expect(nearChanges(diff).map(piece => (piece.kind === 'left-out' ? piece.lines : piece.kind))).toEqual([
    9_996,
    'same',
    'same',
    'same',
    'removed',
    'added',
    'same',
    'same',
    'same',
    9_997,
  ])
})
