import { EnvironmentTag } from '#components/kit/environment-tag.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { Countdown, When } from '#components/kit/when.tsx'
import type { ApprovalItem } from '#lib/domain/approvals/schemas.ts'
import { approvalStatuses, riskStatuses } from '#lib/domain/approvals/statuses.ts'
import { DecidedBy } from './decided-by.tsx'
import styles from './inbox.module.css'

interface Props {
  item: ApprovalItem
  selected: boolean
  /** Whether to show the environment: more than one is listed. */
  showEnvironment: boolean
  onSelect: (id: string) => void
}

/** One request: tool and time left, the arguments in at most four lines, then risk, environment and agent. */
export function InboxRow({ item, selected, showEnvironment, onSelect }: Props) {
  const waiting = item.status === 'pending'
  return (
    <div className={styles.row} data-selected={selected}>
      <button type="button" className={styles.rowPick} aria-current={selected} onClick={() => onSelect(item.id)}>
        <span className={styles.rowTop}>
          <strong className={styles.tool}>
            <VisibleText text={item.tool} />
          </strong>
        </span>
        <span className={styles.rowSummary}>
          {item.summary === '' ? <span className="hp-muted">no arguments</span> : <VisibleText text={item.summary} />}
        </span>
        <span className={styles.rowFoot}>
          {waiting ? (
            <Status of={riskStatuses} value={item.risk} />
          ) : (
            <Status of={approvalStatuses} value={item.status} />
          )}
          {showEnvironment ? <EnvironmentTag name={item.environment} /> : null}
          <span>
            {!waiting && item.decision ? (
              <>
                <DecidedBy decision={item.decision} /> ·{' '}
              </>
            ) : null}
            <VisibleText text={item.agent} />
          </span>
        </span>
      </button>
      <span className={styles.rowTime}>
        {waiting ? <Countdown until={item.expiresAt} /> : <When at={item.updatedAt} />}
      </span>
    </div>
  )
}
