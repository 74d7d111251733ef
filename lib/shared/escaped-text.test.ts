import fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeForeignJson, escapeJson, escapeText, unescapeText } from './escaped-text.ts'
import { hiddenCharacters } from './visible-text.ts'

const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\\',
        '\\\\',
        'u202e',
        '\u202e',
        '\u200b',
        '\u{e0041}',
        '\u0000',
        '\ud800',
        '\udc41',
        '\\u202e',
        'u',
        'е',
        'x',
      ),
    ),
  )
  .map(parts => parts.join(''))

test.each([
  ['pay \u202etxt.exe', 'pay \\u202etxt.exe'],
  ['a\u200bb', 'a\\u200bb'],
  ['\u{e0041}', '\\udb40\\udc41'],
  ['\u001b[2K\r', '\\u001b[2K\\u000d'],
  ['C:\\users and \\u0041', 'C:\\users and \\u0041'],
  ['\\u202e', '\\\\u202e'],
  ['🙂 naïve\n日本語', '🙂 naïve\n日本語'],
])('%j is edited as %j', (text, shown) => {
  expect(escapeText(text)).toBe(shown)
  expect(unescapeText(shown)).toBe(text)
})

test('the shown text converts back into exactly the original, and hides nothing', () => {
  fc.assert(
    fc.property(hostile, text => {
      const shown = escapeText(text)
      expect(shown).not.toMatch(hiddenCharacters())
      expect(unescapeText(shown)).toBe(text)
    }),
  )
})

test('escaped JSON is the same value, and hides nothing', () => {
  const values = fc.dictionary(hostile, fc.oneof(hostile, fc.array(hostile), fc.integer(), fc.boolean()))
  fc.assert(
    fc.property(values, value => {
      for (const escaped of [escapeJson, escapeForeignJson]) {
        const shown = escaped(JSON.stringify(value, null, 2))
        expect(shown).not.toMatch(hiddenCharacters())
        expect(JSON.parse(shown)).toEqual(value)
      }
    }),
  )
})

test('a letter that only looks Latin is named in text from outside', () => {
  expect(escapeForeignJson('{"tool":"del\u0435te"}')).toBe('{"tool":"del\\u0435te"}')
  expect(escapeForeignJson('{"имя":"Анна"}')).toBe('{"имя":"Анна"}')
})
