import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findLookalikes, scriptOf } from './lookalikes.ts'
import { visiblePieces } from './visible-text.ts'

const marked = (text: string) => visiblePieces(text).flatMap(piece => (piece.hidden ? [piece.name] : []))

test.each([
  ['delete_resource', []],
  ['del\u0435te', ['U+0435 е CYRILLIC']],
  ['p\u0430ypal', ['U+0430 а CYRILLIC']],
  ['node-\u03bfmega', ['U+03BF ο GREEK']],
  [
    'host \u0441\u043e\u0440\u0443 now',
    ['с', 'о', 'р', 'у'].map(l => `U+0${l.charCodeAt(0).toString(16).toUpperCase()} ${l} CYRILLIC`),
  ],
  ['Привет, это сервер node-3', []],
  ['Ответ: сор и хор, server', []],
  ['10 μs at π radians', []],
  ['ελληνικά', []],
  ['日本語 text', []],
])('%j marks %j', (text, expected) => expect(marked(text)).toEqual(expected))

test('only letters of other scripts are marked, and only beside Latin', () => {
  const letters = fc.constantFrom('a', 'b', 'е', 'о', 'ж', 'π', ' ', '-', '1')
  fc.assert(
    fc.property(fc.string({ unit: letters }), text => {
      const found = findLookalikes(text)
      for (const at of found) expect(scriptOf(text[at] ?? '')).toMatch(/CYRILLIC|GREEK/)
      if (!/[ab]/.test(text)) expect(found.size).toBe(0)
      expect(
        visiblePieces(text)
          .map(piece => piece.text)
          .join(''),
      ).toBe(text)
    }),
  )
})

test('padding that pushes words out of sight is shown as one mark', () => {
  expect(marked(`ls${' '.repeat(500)}rm`)).toEqual(['500 SPACES'])
  expect(marked(`${' '.repeat(60)}"indented": 1`)).toEqual([])
})
