import styles from '#components/kit/registered.module.css'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { ToolDetail } from '#lib/domain/tools/schemas.ts'
import { heldStatuses } from '#lib/domain/tools/statuses.ts'
import { type Answer, ruleInForce } from '../rule-in-force.ts'

/** When a request for this tool waits for a person, and why. */
export function Rule({ tool }: { tool: ToolDetail }) {
  const rule = ruleInForce({ ...tool, risk: tool.effectiveRisk })
  return (
    <section className={styles.inset} aria-label="Approval">
      <h3>Approval</h3>
      <dl className={styles.rule}>
        <dt>in production</dt>
        <Held answer={rule.production} />
        <dt>elsewhere</dt>
        <Held answer={rule.elsewhere} />
        <dt>arguments</dt>
        <dd className="hp-muted">
          {tool.schema
            ? 'Requests and edits whose arguments do not fit the schema are invalid.'
            : 'Any: no schema is registered.'}
        </dd>
      </dl>
    </section>
  )
}

const Held = ({ answer }: { answer: Answer }) => (
  <dd>
    <Status
      of={heldStatuses}
      value={answer.held ? 'held' : 'passes'}
      label={answer.held ? `needs approval, ${answer.risk} risk` : 'passes'}
    />{' '}
    <span className="hp-muted">
      <VisibleText text={answer.why} />
    </span>
  </dd>
)
