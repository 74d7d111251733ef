import { expect, test } from 'vitest'
import { holding } from './rules.ts'

const said = (revision: number, validFrom: number, ends = false) => ({ revision, validFrom, ends })

test.each([
  ['nothing was said', [], 5, null],
  ['not yet', [said(1, 10)], 9, null],
  ['from its first instant', [said(1, 10)], 10, 1],
  ['the next from its own time on', [said(1, 10), said(2, 20)], 19, 1],
  ['and then', [said(1, 10), said(2, 20)], 20, 2],
  ['said later for an earlier time, it replaces from there on', [said(1, 20), said(2, 10)], 25, 2],
  ['and not before', [said(1, 20), said(2, 10)], 9, null],
  ['one for the future leaves the present', [said(1, 10), said(2, 90)], 50, 1],
  ['ended', [said(1, 10), said(2, 30, true)], 40, null],
  ['before it ended', [said(1, 10), said(2, 30, true)], 29, 1],
  ['set again after its end', [said(1, 10), said(2, 30, true), said(3, 30)], 40, 3],
])('%s', (_, versions, at, revision) => expect(holding(versions, at)?.revision ?? null).toBe(revision))
