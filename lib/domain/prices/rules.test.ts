import { expect, test } from 'vitest'
import { holding } from './rules.ts'

const entry = (revision: number, validFrom: number, ends = false) => ({ revision, validFrom, ends })

test.each([
  ['no entry', [], 5, null],
  ['not yet', [entry(1, 10)], 9, null],
  ['from its first instant', [entry(1, 10)], 10, 1],
  ['the next from its own time on', [entry(1, 10), entry(2, 20)], 19, 1],
  ['and then', [entry(1, 10), entry(2, 20)], 20, 2],
  ['entered later for an earlier time, it replaces from there on', [entry(1, 20), entry(2, 10)], 25, 2],
  ['and not before', [entry(1, 20), entry(2, 10)], 9, null],
  ['one for the future leaves the present', [entry(1, 10), entry(2, 90)], 50, 1],
  ['ended', [entry(1, 10), entry(2, 30, true)], 40, null],
  ['before it ended', [entry(1, 10), entry(2, 30, true)], 29, 1],
  ['set again after its end', [entry(1, 10), entry(2, 30, true), entry(3, 30)], 40, 3],
])('%s', (_, versions, at, revision) => expect(holding(versions, at)?.revision ?? null).toBe(revision))
