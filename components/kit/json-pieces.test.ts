import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonPieces } from './json-pieces.ts'

const names = (text: string) => jsonPieces(text).flatMap(piece => (piece.key ? [piece.text.trim()] : []))

test.each([
  [{ resource: 'node-3', cascade: true }, ['"resource"', '"cascade"']],
  [{ 'a "quoted": name': 1 }, ['"a \\"quoted\\": name"']],
  // A value that looks like a member stands on its member's line.
  [{ sql: '"id": 1\n  "resource": 2' }, ['"sql"']],
  [
    [{ a: { b: [] } }, '"c": 1'],
    ['"a"', '"b"'],
  ],
])('%j: its names', (value, expected) => {
  expect(names(JSON.stringify(value, null, 2))).toEqual(expected)
})

test.each(['plain text', '"a": 1', 'headers = {\n  "Authorization": "x"}'])('%j is no JSON: one piece', text => {
  expect(jsonPieces(text)).toEqual([{ at: 0, text, key: false }])
})

test('the pieces are the text, whatever it is, and every name is a member', () => {
  fc.assert(
    fc.property(fc.jsonValue(), value => {
      const text = JSON.stringify(value, null, 2)
      const pieces = jsonPieces(text)
      expect(pieces.map(piece => piece.text).join('')).toBe(text)
      const members: string[] = []
      JSON.stringify(value, (key, member) => {
        members.push(key)
        return member
      })
      for (const name of names(text)) expect(members).toContain(JSON.parse(name))
    }),
  )
})
