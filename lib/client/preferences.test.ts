import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defaultPreferences, parsePreferences } from './preferences.ts'

test.each([null, '', 'x', '[]', '3', '{"zone":"mars"}', '{"zone":1}', '{"colour":"red"}'])(
  '%j gives the defaults',
  text => expect(parsePreferences(text)).toEqual(defaultPreferences),
)

test('keeps what was chosen, and the other defaults', () => {
  expect(parsePreferences('{"zone":"utc","density":"vast"}')).toEqual({ ...defaultPreferences, zone: 'utc' })
})

test('nothing stored can break a page', () => {
  fc.assert(
    fc.property(fc.json(), text => {
      expect(Object.keys(parsePreferences(text)).sort()).toEqual(Object.keys(defaultPreferences).sort())
    }),
  )
})
