import { Part } from '#components/kit/blocks.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { ApprovalDetail } from '#lib/domain/approvals/schemas.ts'
import { approvalStatuses } from '#lib/domain/approvals/statuses.ts'
import { deliveryStatuses } from '#lib/domain/channels/statuses.ts'
import { plural } from '#lib/shared/numbers.ts'
import { statusLook } from '#lib/shared/status-tone.ts'
import styles from './decision.module.css'

type Delivery = ApprovalDetail['callbacks'][number]

/** The address that the agent wants to be told at, and what became of it. */
export function Callback({ url, deliveries }: { url: string; deliveries: readonly Delivery[] }) {
  return (
    <Part title="Callback">
      <p className={`hp-mono ${styles.address}`}>
        <VisibleText text={url} />
      </p>
      {deliveries.length === 0 ? (
        <p className="hp-muted">Nothing is posted before the request is decided or over.</p>
      ) : null}
      {deliveries.map(delivery => (
        <Posted key={delivery.id} delivery={delivery} />
      ))}
    </Part>
  )
}

function Posted({ delivery: { type, status, attempts, lastResult, lastAt, nextAt } }: { delivery: Delivery }) {
  const { label } = statusLook(approvalStatuses, type.slice('approval.'.length))
  return (
    <p className={styles.last}>
      <Status of={deliveryStatuses} value={status} /> that it is {label}
      <span className="hp-muted">
        {lastResult ? (
          <>
            {', '}
            <VisibleText text={lastResult} />
          </>
        ) : null}
        {attempts > 1 ? `, ${plural(attempts, 'attempt')}` : null}
        {lastAt ? (
          <>
            {', '}
            <When at={lastAt} />
          </>
        ) : null}
        {nextAt && attempts > 0 ? (
          <>
            {', again '}
            <When at={nextAt} />
          </>
        ) : null}
      </span>
    </p>
  )
}
