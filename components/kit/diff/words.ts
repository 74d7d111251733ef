import { diffWordsWithSpace } from 'diff'
import type { DiffLine } from './lines.ts'

/** Longest texts that are compared word by word: beyond, one stands whole after the other. */
const mostCharacters = 20_000

/** Pieces of two texts: those of `before` are the same and the removed ones, those of `after` the same and the added. */
export function diffWords(before: string, after: string): DiffLine[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }]
  if (before.length + after.length > mostCharacters) {
    return [
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ]
  }
  return diffWordsWithSpace(before, after).map(({ value, removed, added }) => ({
    kind: removed ? 'removed' : added ? 'added' : 'same',
    text: value,
  }))
}
