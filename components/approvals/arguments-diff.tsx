import { Part } from '#components/kit/blocks.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { plural } from '#lib/shared/numbers.ts'
import { sameArguments } from './answer.ts'
import { argumentsText } from './argument-members.ts'
import styles from './decision.module.css'
import { type DiffPiece, diffLines, nearChanges } from './diff-lines.ts'

const marks = { same: ' ', removed: '−', added: '+' }
const words = { same: '', removed: 'removed: ', added: 'added: ' }

type Arguments = Record<string, unknown>

/** The lines in which arguments differ; nothing where they are the same. */
export function ArgumentsDiff({ title, before, after }: { title: string; before: Arguments; after: Arguments }) {
  if (sameArguments(before, after)) return null
  const pieces = nearChanges(diffLines(argumentsText(before), argumentsText(after)))
  return (
    <Part title={title}>
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
