'use client'

import dynamic from 'next/dynamic'
import { Code, Note, Part, pretty } from '#components/kit/blocks.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { Countdown, When } from '#components/kit/when.tsx'
import type { Approval } from '#lib/domain/approvals/schemas.ts'
import { approvalStatuses } from '#lib/domain/approvals/statuses.ts'
import styles from './decision.module.css'
import { LateReport } from './late-report.tsx'
import { decided } from './view.ts'

// Rarely needed, and heavy with form fields.
const Settle = dynamic(() => import('./settle.tsx').then(module => module.Settle), { ssr: false })

const sentences: Record<string, string> = {
  approved: 'Approved. The agent has not claimed it yet.',
  claimed: 'The agent claimed it and is executing.',
  executed: 'The agent executed it and reported so.',
  failed: 'The agent tried and reported a failure.',
  unknown: 'The agent claimed it but did not report in time what happened.',
  rejected: 'It was rejected, and the agent was told.',
  expired: 'It expired before it was decided and claimed. The agent may not run it.',
  cancelled: 'The request was withdrawn. The agent may not run it.',
  superseded: 'Another request took its place.',
}

/** The result of a request that no longer waits. */
export function Outcome({ approval }: { approval: Approval }) {
  if (approval.status === 'pending') return null
  const { decision, claim, outcome, lateReport } = approval
  const settled = outcome !== null && outcome.settledBy !== null
  return (
    <Part title="Outcome">
      <p className={styles.became}>
        <Status of={approvalStatuses} value={approval.status} />
        <span>{settled ? `A person settled it as ${approval.status}.` : (sentences[approval.status] ?? '')}</span>
      </p>
      {decision ? (
        <p className="hp-muted">
          {decided[decision.kind]} by <VisibleText text={decision.by} /> <When at={decision.at} />
        </p>
      ) : null}
      {decision?.comment ? (
        <blockquote className={styles.words}>
          <VisibleText text={decision.comment} />
        </blockquote>
      ) : null}
      {claim ? (
        <p className="hp-muted">
          Claimed by <VisibleText text={claim.by} /> <When at={claim.at} />
          {approval.status === 'claimed' ? (
            <>
              ; to be reported within <Countdown until={claim.leaseUntil} urgentMs={60_000} />
            </>
          ) : null}
        </p>
      ) : null}
      {outcome?.error ? (
        <Note tone="critical">
          <VisibleText text={outcome.error} />
        </Note>
      ) : null}
      {outcome && outcome.result !== null && outcome.result !== undefined ? (
        <Code label="result" text={pretty(outcome.result)} />
      ) : null}
      {outcome?.note ? (
        <p className="hp-muted">
          Settled by <VisibleText text={outcome.settledBy ?? 'a person'} /> <When at={outcome.at} />:{' '}
          <VisibleText text={outcome.note} />
        </p>
      ) : null}
      {lateReport ? <LateReport report={lateReport} settledAs={outcome?.status ?? null} /> : null}
      {approval.status === 'unknown' ? <Settle approval={approval} /> : null}
    </Part>
  )
}
