import { VisibleText } from '#components/kit/visible-text.tsx'
import { plural } from '#lib/shared/numbers.ts'
import styles from './diff.module.css'
import { type DiffPiece, diffLines, nearChanges } from './lines.ts'

const marks = { same: ' ', removed: '−', added: '+' }
const words = { same: '', removed: 'removed: ', added: 'added: ' }

/** The lines in which two texts differ, with a few around them. JSON is compared as it is laid out. */
export function LineDiff({ before, after }: { before: string; after: string }) {
  return (
    <pre className={styles.lines}>
      {nearChanges(diffLines(before, after)).map((piece, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
        <Piece key={at} piece={piece} />
      ))}
    </pre>
  )
}

function Piece({ piece }: { piece: DiffPiece }) {
  if (piece.kind === 'left-out')
    return <span className={styles.leftOut}>… {plural(piece.lines, 'line')} unchanged</span>
  return (
    <span data-kind={piece.kind}>
      <span aria-hidden>{marks[piece.kind]} </span>
      <span className="hp-sr">{words[piece.kind]}</span>
      <VisibleText text={piece.text} />
    </span>
  )
}
