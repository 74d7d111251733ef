import { EnvironmentTag } from '#components/kit/environment-tag.tsx'
import { IntentLink } from '#components/kit/intent-link.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { Countdown, When } from '#components/kit/when.tsx'
import type { ApprovalDetail } from '#lib/domain/approvals/schemas.ts'
import { approvalStatuses, riskStatuses } from '#lib/domain/approvals/statuses.ts'
import styles from './decision.module.css'
import { shortId } from './view.ts'

export const decisionTitleId = 'decision-title'

/** Which action it is, how dangerous, of which agent, and how long it still waits. */
export function DecisionHead({ approval }: { approval: ApprovalDetail }) {
  const pending = approval.status === 'pending'
  const { agent, release, traceId } = approval
  const run = approval.runId ?? approval.subject.run
  return (
    <header className={styles.head}>
      <div>
        <p className={styles.facts}>
          <EnvironmentTag name={approval.environment} />
          <Status of={riskStatuses} value={approval.risk} />
          {pending ? null : <Status of={approvalStatuses} value={approval.status} />}
          <span className="hp-muted">
            asked <When at={approval.requestedAt} /> · revision {approval.revision}
          </span>
        </p>
        <h2 id={decisionTitleId} className={styles.title} tabIndex={-1}>
          <VisibleText text={approval.tool} />
        </h2>
        <p className={styles.by}>
          by <VisibleText text={agent} />
          {release ? (
            <>
              {' '}
              · release <VisibleText text={release} />
            </>
          ) : null}
          {run ? (
            <>
              {' '}
              · run{' '}
              {traceId ? <IntentLink href={`/traces/${traceId}`}>{<Run id={run} />}</IntentLink> : <Run id={run} />}
            </>
          ) : null}
        </p>
      </div>
      {pending ? (
        <p className={styles.left}>
          <Countdown until={approval.expiresAt} />
          <small className="hp-muted">then it expires</small>
        </p>
      ) : null}
    </header>
  )
}

function Run({ id }: { id: string }) {
  return (
    <span className={`hp-mono ${styles.run}`} title={id}>
      <VisibleText text={shortId(id)} />
    </span>
  )
}
