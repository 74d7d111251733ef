import Link from 'next/link'
import { Tag } from '#components/kit/blocks.tsx'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { TwoLines } from '#components/kit/table/two-lines.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { groupText, unitText } from '#lib/domain/alerts/measures.ts'
import type { InstanceItem } from '#lib/domain/alerts/schemas.ts'
import { alertStatuses } from '#lib/domain/alerts/statuses.ts'
import styles from './alerts.module.css'

const rank = { firing: 0, pending: 1, resolved: 2, ok: 3 }
const severityRank = { critical: 0, warning: 1, info: 2 }

const state: Column<InstanceItem> = {
  id: 'state',
  header: 'state',
  width: 128,
  sort: row => rank[row.state],
  csv: row => row.state,
  cell: row => <Status of={alertStatuses} value={row.state} />,
}
const group: Column<InstanceItem> = {
  id: 'group',
  header: 'group',
  sort: row => groupText(row.labels),
  cell: row => <VisibleText text={groupText(row.labels) || 'all'} />,
}
const rest: Column<InstanceItem>[] = [
  {
    id: 'value',
    header: 'value',
    number: true,
    width: 104,
    sort: row => row.value,
    cell: row => unitText(row.unit, row.value),
  },
  { id: 'since', header: 'since', width: 112, sort: row => row.since, cell: row => <When at={row.since} /> },
  {
    id: 'told',
    header: 'notified',
    width: 120,
    priority: 'low',
    sort: row => row.toldAt,
    cell: row => (row.silenced ? <Tag>silenced</Tag> : row.toldAt ? <When at={row.toldAt} /> : '–'),
  },
  {
    id: 'behind',
    header: 'evidence',
    width: 148,
    priority: 'lowest',
    cell: row => (
      <span className={styles.pairs}>
        {row.traces ? (
          <Link href={row.traces} prefetch={false}>
            traces
          </Link>
        ) : null}
        {row.incidentId ? (
          <Link href={`/incidents/${row.incidentId}`} prefetch={false}>
            incident
          </Link>
        ) : null}
      </span>
    ),
  },
]

/** Groups of any rule. */
export const instanceColumns: Column<InstanceItem>[] = [
  {
    id: 'rule',
    header: 'rule',
    leads: true,
    sort: row => row.rule,
    cell: row => <TwoLines name={row.rule} note={groupText(row.labels) || 'all'} />,
  },
  state,
  {
    id: 'severity',
    header: 'severity',
    width: 92,
    priority: 'lowest',
    sort: row => severityRank[row.severity],
    csv: row => row.severity,
    cell: row => <Tag critical={row.severity === 'critical'}>{row.severity}</Tag>,
  },
  ...rest,
]

/** Groups of one rule. */
export const groupColumns: Column<InstanceItem>[] = [group, state, ...rest]
