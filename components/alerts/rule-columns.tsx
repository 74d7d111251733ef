import { Tag } from '#components/kit/blocks.tsx'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { TwoLines } from '#components/kit/table/two-lines.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { StandingItem } from '#lib/domain/alerts/schemas.ts'
import { ruleStatuses } from '#lib/domain/alerts/statuses.ts'
import { plural } from '#lib/shared/numbers.ts'

const rank: Record<StandingItem['state'], number> = {
  ...{ firing: 0, fault: 1, pending: 2, unknown: 3, waiting: 4, quiet: 5, disabled: 6 },
}

export const ruleColumns: Column<StandingItem>[] = [
  {
    id: 'rule',
    header: 'rule',
    leads: true,
    sort: row => row.slug,
    cell: row => <TwoLines name={row.slug} note={row.text} />,
  },
  {
    id: 'state',
    header: 'state',
    width: 172,
    sort: row => rank[row.state],
    csv: row => row.state,
    cell: row => (
      <span title={row.fault ?? undefined}>
        <Status of={ruleStatuses} value={row.state} />
      </span>
    ),
  },
  {
    id: 'groups',
    header: 'groups',
    width: 132,
    priority: 'low',
    sort: row => row.firing,
    cell: row => (row.firing > 0 ? `${row.firing} of ${row.groups} fire` : plural(row.groups, 'group')),
  },
  {
    id: 'severity',
    header: 'severity',
    width: 92,
    priority: 'lowest',
    sort: row => row.severity,
    cell: row => <Tag critical={row.severity === 'critical'}>{row.severity}</Tag>,
  },
  {
    id: 'told',
    header: 'notified',
    priority: 'low',
    sort: row => row.channels.join(', '),
    cell: row =>
      row.silenced ? (
        <Tag>silenced</Tag>
      ) : (
        <VisibleText
          text={[...row.channels, ...(row.onCall ? [`on-call ${row.onCall}`] : [])].join(', ') || 'nobody'}
        />
      ),
  },
  {
    id: 'fired',
    header: 'fired last',
    width: 112,
    priority: 'lowest',
    sort: row => row.lastFiredAt,
    cell: row => (row.lastFiredAt ? <When at={row.lastFiredAt} /> : 'never'),
  },
  {
    id: 'evaluated',
    header: 'evaluated',
    width: 112,
    priority: 'lowest',
    sort: row => row.evaluatedUntil,
    cell: row => (row.evaluatedUntil ? <When at={row.evaluatedUntil} /> : '–'),
  },
]
