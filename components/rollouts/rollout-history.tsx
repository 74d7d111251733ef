import { Part } from '#components/kit/blocks.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { RolloutDetail } from '#lib/domain/rollouts/schemas.ts'
import { rolloutStatuses } from '#lib/domain/rollouts/statuses.ts'
import { PastGates } from './gate-table.tsx'
import styles from './rollouts.module.css'
import { shareText } from './words.ts'

type Transition = RolloutDetail['transitions'][number]

/** Code, model and prompts of both releases, including what stays the same. */
export function Changes({ rollout: { changes, baseline, candidate } }: { rollout: RolloutDetail }) {
  return (
    <Part title="What changes">
      <table className={styles.changes}>
        <thead className="hp-sr">
          <tr>
            <th scope="col">part</th>
            <th scope="col">{baseline}</th>
            <th scope="col">{candidate}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(({ what, before, after }) => (
            <tr key={what} data-same={before === after}>
              <th scope="row">
                <VisibleText text={what} />
              </th>
              <td>
                <VisibleText text={before ?? '–'} />
              </td>
              <td>{before === after ? 'same' : <VisibleText text={after ?? '–'} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  )
}

/** Who moved it, when, why, and what was known then. */
export function History({ rollout }: { rollout: RolloutDetail }) {
  return (
    <Part title="What happened">
      <ol className={styles.history}>
        {rollout.transitions.map(one => (
          <li key={one.revision}>
            <Status of={rolloutStatuses} value={stateOf(one)} label={titleOf(one, rollout)} />
            <span className={styles.historyAt}>
              <When at={one.at} form="absolute" />
            </span>
            <p className="hp-muted">
              <VisibleText text={`${one.by}: ${one.message}`} />
            </p>
            <details>
              <summary>evidence</summary>
              <PastGates gates={gatesIn(one.evidence)} candidate={rollout.candidate} baseline={rollout.baseline} />
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard */}
              <pre tabIndex={0}>
                <VisibleText text={JSON.stringify(one.evidence, null, 1)} />
              </pre>
            </details>
          </li>
        ))}
      </ol>
    </Part>
  )
}

type Gate = RolloutDetail['gates'][number]

/** The gates in the evidence of a decision. */
const gatesIn = (evidence: unknown): readonly Gate[] =>
  typeof evidence === 'object' && evidence !== null && 'gates' in evidence && Array.isArray(evidence.gates)
    ? evidence.gates
    : []

function stateOf({ to }: Transition): keyof typeof rolloutStatuses {
  const name = to.split(' ')[0] ?? ''
  return name in rolloutStatuses ? (name as keyof typeof rolloutStatuses) : 'draft'
}

function titleOf(one: Transition, { phases }: RolloutDetail): string {
  const { label } = rolloutStatuses[stateOf(one)]
  const step = Number(one.to.split(' ')[1] ?? Number.NaN)
  const weight = phases[step]?.weightBps
  return weight === undefined ? label : `${label} at ${shareText(weight)}`
}
