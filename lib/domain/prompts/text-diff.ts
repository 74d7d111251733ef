import { structuredPatch } from 'diff'

/** The comparison of two texts is given up after this time, so that the request is answered. */
const mostMs = 300
const mostLines = 200

/** The changed lines as a unified diff without its head. Empty if the texts are the same. */
export function textDiff(before: string, after: string): string[] {
  const patch = structuredPatch('', '', before, after, '', '', { context: 2, timeout: mostMs })
  if (patch === undefined) return ['The texts differ too much to be compared line by line.']
  const lines = patch.hunks.flatMap(({ oldStart, newStart, lines: own }) => [
    `@@ -${oldStart} +${newStart} @@`,
    ...own.filter(line => !line.startsWith('\\')),
  ])
  return lines.length > mostLines ? [...lines.slice(0, mostLines), `… ${lines.length - mostLines} more lines`] : lines
}
