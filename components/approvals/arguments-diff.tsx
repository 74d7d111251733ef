import { Part } from '#components/kit/blocks.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { plural } from '#lib/shared/numbers.ts'
import { argumentsText } from './argument-members.ts'
import styles from './decision.module.css'
import { type DiffPiece, diffLines, nearChanges } from './diff-lines.ts'

const marks = { same: ' ', removed: '−', added: '+' }
const words = { same: '', removed: 'removed: ', added: 'added: ' }

type Arguments = Record<string, unknown>

/** Asked for against decided: what the person changed. */
export function ArgumentsDiff({ before, after }: { before: Arguments; after: Arguments }) {
  const pieces = nearChanges(diffLines(argumentsText(before), argumentsText(after)))
  return (
    <Part title="What was changed">
      <pre className={styles.diff}>
        {pieces.map((piece, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
          <Piece key={at} piece={piece} />
        ))}
      </pre>
    </Part>
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
