import fc from 'fast-check'
import { expect, test } from 'vitest'
import { visiblePieces } from './visible-text.ts'

const marks = (text: string) => visiblePieces(text).flatMap(piece => (piece.hidden ? [piece.name] : []))

test.each([
  ['plain text\nwith a\ttab', []],
  ['naïve 日本語 🙂 ❤️', []],
  ['pay \u202Etxt.exe', ['U+202E RIGHT-TO-LEFT OVERRIDE']],
  ['a\u200Bb', ['U+200B ZERO WIDTH SPACE']],
  ['x\u{E0041}\u{E0064}', ['U+E0041 TAG A', 'U+E0064 TAG d']],
  ['\u001b[31mred', ['U+001B ESC']],
  ['one\rtwo', ['U+000D CR']],
  ['lone \ud800 half', ['U+D800']],
  ['\u3164blank name', ['U+3164 HANGUL FILLER']],
  ['', []],
])('%j shows %j', (text, expected) => expect(marks(text)).toEqual(expected))

test('nothing is lost, and every hidden character is named', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), text => {
      const pieces = visiblePieces(text)
      expect(pieces.map(piece => piece.text).join('')).toBe(text)
      for (const piece of pieces) if (!piece.hidden) expect(marks(piece.text)).toEqual([])
      expect(pieces.some(piece => !piece.hidden && /[\u202a-\u202e\u2066-\u2069\u200b-\u200f]/.test(piece.text))).toBe(
        false,
      )
    }),
  )
})
