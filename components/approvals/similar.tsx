import { Part } from '#components/kit/blocks.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { ApprovalDetail } from '#lib/domain/approvals/schemas.ts'
import { approvalStatuses } from '#lib/domain/approvals/statuses.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import styles from './decision.module.css'
import { decided } from './view.ts'

type Last = NonNullable<ApprovalDetail['similar']['last']>

/** What people decided earlier when this agent asked for this tool. */
export function Similar({ similar }: { similar: ApprovalDetail['similar'] }) {
  const { approved, rejected, last } = similar
  return (
    <Part title="Decisions like this, 30 days">
      {approved + rejected === 0 ? (
        <p className="hp-muted">None: nobody has decided on a request for this tool by this agent.</p>
      ) : (
        <p className={styles.facts}>
          {approved > 0 ? (
            <Status of={approvalStatuses} value="approved" label={`${formatCount(approved)} approved`} />
          ) : null}
          {rejected > 0 ? (
            <Status of={approvalStatuses} value="rejected" label={`${formatCount(rejected)} rejected`} />
          ) : null}
        </p>
      )}
      {last ? <LastOne last={last} /> : null}
    </Part>
  )
}

function LastOne({ last }: { last: Last }) {
  return (
    <p className={styles.last}>
      {last.comment ? (
        <>
          “<VisibleText text={last.comment} />”{' '}
        </>
      ) : null}
      <span className="hp-muted">
        {decided[last.kind]} by <VisibleText text={last.by} />, <When at={last.at} />
      </span>
    </p>
  )
}
