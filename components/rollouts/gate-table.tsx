import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { RolloutDetail } from '#lib/domain/rollouts/schemas.ts'
import { verdictStatuses } from '#lib/domain/rollouts/statuses.ts'
import { Interval } from './interval.tsx'
import styles from './rollouts.module.css'
import { demandOf, figureText, gateTitles, samplesText } from './words.ts'

type Gates = RolloutDetail['gates']

interface Props {
  gates: Gates
  candidate: string
  /** The release that the shadow is compared with besides. */
  anchor: string | null
  baseline: string
}

/** A row for each gate: both releases, the interval beside the limit, samples and verdict. */
export function GateTable({ gates, candidate, baseline, anchor }: Props) {
  if (gates.length === 0) return <p className="hp-muted">No gate has been read yet.</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
    <section className={styles.scroll} aria-label="Gates, table" tabIndex={0}>
      <table className={styles.gates}>
        <thead>
          <tr>
            <th scope="col">gate</th>
            <th scope="col" data-number>
              <VisibleText text={candidate} />
            </th>
            <th scope="col" data-number>
              <VisibleText text={baseline} />
            </th>
            <th scope="col">interval and limit</th>
            <th scope="col" data-number>
              samples of needed
            </th>
            <th scope="col">verdict</th>
          </tr>
        </thead>
        <tbody>
          {gates.map(gate => (
            <tr key={gate.gate}>
              <th scope="row">
                {gateTitles[gate.gate]}
                <span>{demandOf(gate, anchor)}</span>
              </th>
              <td data-number data-label={candidate}>
                {figureText(gate.gate, gate.value)}
              </td>
              <td data-number data-label={baseline} className="hp-muted">
                {figureText(gate.gate, gate.baseline)}
              </td>
              <td data-part="interval">
                <Interval gate={gate} />
              </td>
              <td data-number data-label="samples">
                {samplesText(gate)}
              </td>
              <td data-part="verdict">
                <Status of={verdictStatuses} value={gate.verdict} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
