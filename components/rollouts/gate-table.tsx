import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { RolloutDetail } from '#lib/domain/rollouts/schemas.ts'
import { verdictStatuses } from '#lib/domain/rollouts/statuses.ts'
import { Interval } from './interval.tsx'
import styles from './rollouts.module.css'
import { demandOf, figureText, gateTitles, samplesText } from './words.ts'

type Gates = readonly RolloutDetail['gates'][number][]

interface Props {
  gates: Gates
  candidate: string
  baseline: string
}

/** A row for each gate: both releases, the interval with the limit, samples and verdict. `anchor`: see `demandOf`. */
export function GateTable({ gates, candidate, baseline, anchor }: Props & { anchor: string | null }) {
  if (gates.length === 0) return <p className="hp-muted">No gate has been read yet.</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
    <section className={styles.scroll} aria-label="Gates, table" tabIndex={0}>
      <table className={styles.gates}>
        <Head candidate={candidate} baseline={baseline}>
          <th scope="col">interval and limit</th>
          <th scope="col" data-number>
            samples
          </th>
        </Head>
        <tbody>
          {gates.map(gate => (
            <Row key={gate.gate} gate={gate} candidate={candidate} baseline={baseline} demand={demandOf(gate, anchor)}>
              <td data-part="interval">
                <Interval gate={gate} />
              </td>
              <td data-number data-label="samples">
                {samplesText(gate)}
              </td>
            </Row>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The gates at a decision, in short: both releases and the verdict. Shows nothing if there were none. */
export function PastGates({ gates, candidate, baseline }: Props) {
  if (gates.length === 0) return null
  return (
    <table className={styles.past}>
      <Head candidate={candidate} baseline={baseline} hidden />
      <tbody>
        {gates.map(gate => (
          <Row key={gate.gate} gate={gate} candidate={candidate} baseline={baseline} />
        ))}
      </tbody>
    </table>
  )
}

interface HeadProps {
  candidate: string
  baseline: string
  hidden?: boolean
  children?: React.ReactNode
}

/** Column heads. `children` come before the verdict. */
const Head = ({ candidate, baseline, hidden = false, children }: HeadProps) => (
  <thead className={hidden ? 'hp-sr' : undefined}>
    <tr>
      <th scope="col">gate</th>
      {[candidate, baseline].map(release => (
        <th key={release} scope="col" data-number>
          <VisibleText text={release} />
        </th>
      ))}
      {children}
      <th scope="col">verdict</th>
    </tr>
  </thead>
)

interface RowProps {
  gate: Gates[number]
  candidate: string
  baseline: string
  demand?: string
  children?: React.ReactNode
}

/** One gate. `children` are the cells before the verdict. */
const Row = ({ gate, candidate, baseline, demand, children }: RowProps) => (
  <tr>
    <th scope="row">
      {gateTitles[gate.gate]}
      {demand === undefined ? null : <span>{demand}</span>}
    </th>
    <td data-number data-label={candidate}>
      {figureText(gate.gate, gate.value)}
    </td>
    <td data-number data-label={baseline} className="hp-muted">
      {figureText(gate.gate, gate.baseline)}
    </td>
    {children}
    <td data-part="verdict">
      <Status of={verdictStatuses} value={gate.verdict} />
    </td>
  </tr>
)
