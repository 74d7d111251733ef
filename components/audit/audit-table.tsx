'use client'

import { Button } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useMemo } from 'react'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { DataTable } from '#components/kit/table/data-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { Pages } from '#lib/client/use-pages.ts'
import type { AuditEntry } from '#lib/domain/audit/schemas.ts'
import { auditStatuses } from '#lib/domain/audit/statuses.ts'
import styles from './audit.module.css'
import { AuditDetail } from './audit-detail.tsx'
import type { SetFilters } from './use-audit.ts'
import { actionText, summaryOf } from './view.ts'
import { type FieldLabels, inWords } from './words.ts'

interface Props {
  entries: Pages<AuditEntry, unknown>
  labels: FieldLabels
  /** Number of the open entry. */
  open: string | null
  onOpen: (seq: string | null) => void
  onFilter: SetFilters
  failure: ReactNode
  empty: ReactNode
}

const rowId = (entry: AuditEntry) => entry.seq

/** One entry a row; a row opens to what changed and on what evidence. */
export function AuditTable({ entries, labels, open, onOpen, onFilter, failure, empty }: Props) {
  const columns = useMemo(() => columnsFor(labels, open, onOpen), [labels, open, onOpen])
  return (
    <DataTable
      wrap
      label="Audit log"
      columns={columns}
      rows={entries.items}
      rowId={rowId}
      pending={entries.isPending}
      open={{ id: open, detail: entry => <AuditDetail entry={entry} labels={labels} onFilter={onFilter} /> }}
      failure={failure}
      empty={empty}
      below={
        entries.rest === 'none' ? null : (
          <Button variant="default" m="md" loading={entries.isReadingMore} onClick={entries.more}>
            Show older entries
          </Button>
        )
      }
    />
  )
}

const columnsFor = (
  labels: FieldLabels,
  open: string | null,
  onOpen: (seq: string | null) => void,
): Column<AuditEntry>[] => [
  {
    id: 'when',
    header: 'when',
    width: 176,
    priority: 'lowest',
    cell: entry => (
      <span className="hp-mono">
        <When at={entry.at} form="absolute" />
      </span>
    ),
  },
  { id: 'who', header: 'who', width: 180, priority: 'lowest', cell: entry => <Who entry={entry} /> },
  {
    id: 'what',
    header: 'what',
    cell: entry => (
      <What entry={entry} open={entry.seq === open} onToggle={() => onOpen(entry.seq === open ? null : entry.seq)} />
    ),
  },
  {
    id: 'object',
    header: 'on',
    width: 320,
    priority: 'low',
    cell: ({ object }) => (
      <>
        {inWords(object.type)}{' '}
        <span className="hp-mono hp-muted">
          <VisibleText text={object.id} />
        </span>
      </>
    ),
  },
  { id: 'change', header: 'change', cell: entry => <Change entry={entry} labels={labels} /> },
]

function What({ entry, open, onToggle }: { entry: AuditEntry; open: boolean; onToggle: () => void }) {
  return (
    <>
      <button type="button" className={styles.what} aria-expanded={open} onClick={onToggle}>
        <IconChevronRight size={14} aria-hidden />
        {actionText(entry)}
      </button>
      <p className={styles.under}>
        <Who entry={entry} /> · <When at={entry.at} form="absolute" />
      </p>
    </>
  )
}

function Change({ entry, labels }: { entry: AuditEntry; labels: FieldLabels }) {
  return (
    <>
      {entry.outcome === 'denied' ? (
        <span className={styles.denied}>
          <Status of={auditStatuses} value="denied" />
        </span>
      ) : null}
      <VisibleText text={summaryOf(entry, labels)} />
    </>
  )
}

function Who({ entry: { actor } }: { entry: AuditEntry }) {
  return (
    <>
      <VisibleText text={actor.label} />
      {actor.kind === 'user' || actor.kind === actor.label ? null : <span className="hp-muted"> {actor.kind}</span>}
    </>
  )
}
