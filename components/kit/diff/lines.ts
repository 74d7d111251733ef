import { diffArrays } from 'diff'

export interface DiffLine {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/** Milliseconds after which the comparison of two texts stops, because it would block the page. */
const mostMs = 300

/** Lines of two texts side by side; where that takes too long, the whole of one and then the whole of the other. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')]
  const changes = diffArrays(a, b, { timeout: mostMs }) ?? [
    { value: a, removed: true, added: false },
    { value: b, removed: false, added: true },
  ]
  return changes.flatMap(({ value, removed, added }) =>
    value.map((text): DiffLine => ({ kind: removed ? 'removed' : added ? 'added' : 'same', text })),
  )
}

/** Unchanged lines that stay around a change. */
const context = 3

export type DiffPiece = DiffLine | { kind: 'left-out'; lines: number }

/** A diff without the unchanged lines far from any change; their number is shown instead. */
export function nearChanges(lines: readonly DiffLine[]): DiffPiece[] {
  const near = new Set<number>()
  lines.forEach((line, at) => {
    if (line.kind === 'same') return
    for (let other = at - context; other <= at + context; other++) near.add(other)
  })
  const pieces: DiffPiece[] = []
  lines.forEach((line, at) => {
    const last = pieces.at(-1)
    if (near.has(at)) pieces.push(line)
    else if (last?.kind === 'left-out') last.lines++
    else pieces.push({ kind: 'left-out', lines: 1 })
  })
  return pieces
}
