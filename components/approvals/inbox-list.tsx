'use client'

import { Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { Countdown, When } from '#components/kit/when.tsx'
import type { Approval } from '#lib/domain/approvals/schemas.ts'
import type { InboxData } from './data.ts'
import styles from './inbox.module.css'
import type { InboxTab } from './search-params.ts'
import { summary } from './view.ts'

interface Props {
  inbox: InboxData
  tab: InboxTab
  selected: string | null
  onTab: (tab: InboxTab) => void
  onSelect: (id: string) => void
}

export function InboxList({ inbox, tab, selected, onTab, onSelect }: Props) {
  return (
    <section className={styles.left} aria-label="Requests">
      <div className={styles.tabs}>
        <button type="button" aria-pressed={tab === 'waiting'} onClick={() => onTab('waiting')}>
          Waiting {inbox.waiting ? <b>{inbox.waiting}</b> : null}
        </button>
        <button type="button" aria-pressed={tab === 'decided'} onClick={() => onTab('decided')}>
          Decided
        </button>
      </div>
      {inbox.error ? (
        <div className={styles.pad}>
          <Failure what="The requests could not be read." error={inbox.error} retry={inbox.retry} />
        </div>
      ) : null}
      {inbox.isPending ? <Skeleton rows={6} height={72} /> : null}
      {!inbox.isPending && inbox.items.length === 0 && !inbox.error ? (
        <p className={styles.nothing}>{tab === 'waiting' ? 'Nothing waits for a person.' : 'Nothing decided yet.'}</p>
      ) : null}
      <ul>
        {inbox.items.map(item => (
          <li key={item.id}>
            <Row item={item} selected={item.id === selected} onSelect={onSelect} />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface RowProps {
  item: Approval
  selected: boolean
  onSelect: (id: string) => void
}

function Row({ item, selected, onSelect }: RowProps) {
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
          <VisibleText text={summary(item.arguments)} />
        </span>
        <span className={styles.rowFoot}>
          {waiting ? <Status of="risk" value={item.risk} /> : <Status of="approval" value={item.status} />}
          <span>
            <VisibleText text={item.agent} />
          </span>
        </span>
      </button>
      <span className={styles.rowTime}>
        {waiting ? (
          <Countdown until={item.expiresAt} />
        ) : (
          <When at={item.outcome?.at ?? item.decision?.at ?? item.requestedAt} />
        )}
      </span>
    </div>
  )
}
