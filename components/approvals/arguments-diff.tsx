import { Part } from '#components/kit/blocks.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import styles from './decision.module.css'
import { diffLines } from './view.ts'

const marks = { same: ' ', removed: '−', added: '+' }
const words = { same: '', removed: 'removed: ', added: 'added: ' }

/** Asked for against decided: what the person changed. */
export function ArgumentsDiff({ before, after }: { before: unknown; after: unknown }) {
  const lines = diffLines(JSON.stringify(before, null, 2), JSON.stringify(after, null, 2))
  return (
    <Part title="What was changed">
      <pre className={styles.diff}>
        {lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
          <span key={at} data-kind={line.kind}>
            <span aria-hidden>{marks[line.kind]} </span>
            <span className="hp-sr">{words[line.kind]}</span>
            <VisibleText text={line.text} />
          </span>
        ))}
      </pre>
    </Part>
  )
}
