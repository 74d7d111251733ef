import fc from 'fast-check'
import { expect, test } from 'vitest'
import { argumentsText, membersOf } from './argument-members.ts'

const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`VAR_${at}`, 'x']))

test('short values come first, long lists are folded and last', () => {
  const members = membersOf({ env: many, hosts: ['a', 'b'], note: 'x'.repeat(201), replicas: 40, cascade: true })
  expect(members.map(({ name, folded }) => [name, folded])).toEqual([
    ['replicas', null],
    ['cascade', null],
    ['hosts', null],
    ['note', null],
    ['env', '{ 40 keys }'],
  ])
  expect(membersOf({ list: Array(20).fill(1) })[0]?.folded).toBe('[ 20 items ]')
})

test('the text is the same arguments, whatever they are', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), args => {
      const plain = JSON.parse(JSON.stringify(args))
      expect(JSON.parse(argumentsText(plain))).toEqual(plain)
    }),
  )
})

test('without anything to reorder it is what JSON.stringify writes', () => {
  const args = { a: 1, b: [1, { c: null }], d: {} }
  expect(argumentsText({ a: 1, b: [1, { c: null }], d: {} })).toBe(JSON.stringify(args, null, 2))
  expect(argumentsText({})).toBe('{}')
})
