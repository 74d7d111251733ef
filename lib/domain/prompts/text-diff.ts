import { structuredPatch } from 'diff'

/** Milliseconds after which two texts are no longer compared: the comparison must answer. */
const mostMs = 300
const mostLines = 200

/** Changed lines as a unified diff has them, without its head; empty where the texts are the same. */
export function textDiff(before: string, after: string): string[] {
  const patch = structuredPatch('', '', before, after, '', '', { context: 2, timeout: mostMs })
  if (patch === undefined) return ['The texts are too different to be compared here.']
  const lines = patch.hunks.flatMap(({ oldStart, newStart, lines: own }) => [
    `@@ -${oldStart} +${newStart} @@`,
    ...own.filter(line => !line.startsWith('\\')),
  ])
  return lines.length > mostLines ? [...lines.slice(0, mostLines), `… ${lines.length - mostLines} more lines`] : lines
}
