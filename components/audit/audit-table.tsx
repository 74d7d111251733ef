'use client'

import { IconChevronRight } from '@tabler/icons-react'
import { Fragment } from 'react'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { AuditEntry } from '#lib/domain/audit/schemas.ts'
import styles from './audit.module.css'
import { AuditDetail } from './audit-detail.tsx'
import type { SetFilters } from './use-audit.ts'
import { actionWords, summaryOf } from './view.ts'

interface Props {
  items: readonly AuditEntry[]
  /** Number of the open entry. */
  open: string | null
  onOpen: (seq: string | null) => void
  onFilter: SetFilters
}

/** One entry a row; a row opens to what changed and on what evidence. */
export function AuditTable({ items, open, onOpen, onFilter }: Props) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col" data-w="when" data-wide>
            when
          </th>
          <th scope="col" data-w="who" data-wide>
            who
          </th>
          <th scope="col" data-w="what">
            what
          </th>
          <th scope="col" data-w="object" data-low>
            on
          </th>
          <th scope="col">change</th>
        </tr>
      </thead>
      <tbody>
        {items.map(item => (
          <Fragment key={item.seq}>
            <Row item={item} open={item.seq === open} onToggle={() => onOpen(item.seq === open ? null : item.seq)} />
            {item.seq === open ? (
              <tr className={styles.opened}>
                <td colSpan={5}>
                  <AuditDetail entry={item} onFilter={onFilter} />
                </td>
              </tr>
            ) : null}
          </Fragment>
        ))}
      </tbody>
    </table>
  )
}

function Row({ item, open, onToggle }: { item: AuditEntry; open: boolean; onToggle: () => void }) {
  return (
    <tr data-open={open}>
      <td data-wide className="hp-mono">
        <When at={item.at} form="absolute" />
      </td>
      <td data-wide>
        <Who item={item} />
      </td>
      <td>
        <button type="button" className={styles.what} aria-expanded={open} onClick={onToggle}>
          <IconChevronRight size={14} aria-hidden />
          {actionWords(item.action)}
        </button>
        <p className={styles.under}>
          <Who item={item} /> · <When at={item.at} form="absolute" />
        </p>
      </td>
      <td data-low>
        {item.object.type}{' '}
        <span className="hp-mono hp-muted">
          <VisibleText text={item.object.id} />
        </span>
      </td>
      <td>
        {item.outcome === 'denied' ? (
          <span className={styles.denied}>
            <Status of="audit" value="denied" />
          </span>
        ) : null}
        <VisibleText text={summaryOf(item)} />
      </td>
    </tr>
  )
}

function Who({ item }: { item: AuditEntry }) {
  return (
    <>
      <VisibleText text={item.actor.label} />
      {item.actor.kind === 'user' || item.actor.kind === item.actor.label ? null : (
        <span className="hp-muted"> {item.actor.kind}</span>
      )}
    </>
  )
}
