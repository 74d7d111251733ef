import { diffWordsWithSpace } from 'diff'
import type { DiffLine } from './lines.ts'

/** Longest texts that are compared word by word; longer ones are shown one after the other. */
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
  return joined(
    diffWordsWithSpace(before, after).map(({ value, removed, added }) => ({
      kind: removed ? 'removed' : added ? 'added' : 'same',
      text: value,
    })),
  )
}

const holdsWords = (text: string) => /[\p{L}\p{N}]/u.test(text)

/** Changed words next to one another as one change, so that each text can be read: spaces between them belong to both. */
function joined(pieces: readonly DiffLine[]): DiffLine[] {
  const found: DiffLine[] = []
  let [removed, added] = ['', '']
  const flush = () => {
    if (removed !== '') found.push({ kind: 'removed', text: removed })
    if (added !== '') found.push({ kind: 'added', text: added })
    removed = ''
    added = ''
  }
  for (const [at, { kind, text }] of pieces.entries()) {
    const next = pieces[at + 1]
    const between = kind === 'same' && removed !== '' && added !== '' && next !== undefined && !holdsWords(text)
    if (kind === 'same' && !between) {
      flush()
      found.push({ kind, text })
      continue
    }
    if (kind !== 'added') removed += text
    if (kind !== 'removed') added += text
  }
  flush()
  return found
}
