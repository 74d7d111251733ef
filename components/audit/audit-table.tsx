'use client'

import { IconChevronRight } from '@tabler/icons-react'
import { Fragment } from 'react'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { AuditEntry } from '#lib/domain/audit/client.ts'
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
          <th scope="col" data-w="when">
            when
          </th>
          <th scope="col" data-w="who">
            who
          </th>
          <th scope="col" data-w="what">
            what
          </th>
          <th scope="col" data-w="outcome">
            outcome
          </th>
          <th scope="col" data-low>
            object
          </th>
          <th scope="col" data-low>
            change
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map(item => (
          <Fragment key={item.seq}>
            <Row item={item} open={item.seq === open} onToggle={() => onOpen(item.seq === open ? null : item.seq)} />
            {item.seq === open ? (
              <tr className={styles.opened}>
                <td colSpan={6}>
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
      <td className="hp-mono">
        <When at={item.at} form="absolute" />
      </td>
      <td>
        <VisibleText text={item.actor.label} />
        {item.actor.kind === 'key' ? <span className="hp-muted"> key</span> : null}
      </td>
      <td>
        <button type="button" className={styles.what} aria-expanded={open} onClick={onToggle}>
          <IconChevronRight size={14} aria-hidden />
          {actionWords(item.action)}
        </button>
      </td>
      <td>
        <Status of="audit" value={item.outcome} />
      </td>
      <td data-low>
        <span className="hp-muted">{item.object.type}</span> <VisibleText text={item.object.id} />
      </td>
      <td data-low>
        <VisibleText text={summaryOf(item)} />
      </td>
    </tr>
  )
}
