export interface DiffLine {
  kind: 'same' | 'removed' | 'added'
  text: string
}

/** Cells of the table beyond which two texts are not compared line by line: the page would stand still. */
const mostCells = 4_000_000

/** Lines of two texts side by side. What both begin and end with is taken off first, then the longest common subsequence. */
export function diffLines(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')]
  const same = (text: string): DiffLine => ({ kind: 'same', text })
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++
  const [middleA, middleB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  return [...a.slice(0, start).map(same), ...diffMiddle(middleA, middleB), ...a.slice(a.length - end).map(same)]
}

function diffMiddle(a: readonly string[], b: readonly string[]): DiffLine[] {
  if (a.length * b.length > mostCells) return replaced(a, b)
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1))
  const at = (i: number, j: number) => common[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = common[i]
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const lines: DiffLine[] = []
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i] ?? '' })
      i++
      j++
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'removed', text: a[i++] ?? '' })
    } else lines.push({ kind: 'added', text: b[j++] ?? '' })
  }
  return lines
}

const replaced = (a: readonly string[], b: readonly string[]): DiffLine[] => [
  ...a.map((text): DiffLine => ({ kind: 'removed', text })),
  ...b.map((text): DiffLine => ({ kind: 'added', text })),
]

/** Unchanged lines that stay around a change. */
const context = 3

export type DiffPiece = DiffLine | { kind: 'left-out'; lines: number }

/** A diff without the unchanged lines far from any change; how many were left out stands in their place. */
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
