import { EnvironmentTag } from '#components/kit/environment-tag.tsx'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { severities } from '#lib/domain/incidents/rules.ts'
import type { IncidentItem } from '#lib/domain/incidents/schemas.ts'
import { incidentStatuses, severityStatuses } from '#lib/domain/incidents/statuses.ts'
import { formatDuration } from '#lib/shared/time.ts'
import styles from './incidents.module.css'
import { causeText, scopeText } from './words.ts'

const lasted = ({ openedAt, resolvedAt }: IncidentItem): number | null =>
  resolvedAt === null ? null : Date.parse(resolvedAt) - Date.parse(openedAt)

export const incidentColumns: Column<IncidentItem>[] = [
  {
    id: 'state',
    header: 'state',
    width: 116,
    sort: row => row.state,
    cell: row => <Status of={incidentStatuses} value={row.state} />,
  },
  {
    id: 'severity',
    header: 'severity',
    width: 104,
    sort: row => severities.indexOf(row.severity),
    csv: row => row.severity,
    cell: row => <Status of={severityStatuses} value={row.severity} />,
  },
  {
    id: 'title',
    header: 'what',
    leads: true,
    sort: row => row.title,
    cell: row => (
      <strong className={styles.cut}>
        <VisibleText text={row.title} />
      </strong>
    ),
  },
  {
    id: 'scope',
    header: 'agent × tool',
    priority: 'low',
    width: 200,
    sort: row => scopeText(row) || null,
    cell: row => (
      <span className={styles.what}>
        {scopeText(row) ? <VisibleText text={scopeText(row)} /> : <span className="hp-muted">all</span>}
        {row.environment ? <EnvironmentTag name={row.environment} /> : null}
      </span>
    ),
  },
  {
    id: 'cause',
    header: 'cause',
    priority: 'low',
    width: 128,
    sort: row => row.cause,
    cell: row => causeText(row.cause),
  },
  {
    id: 'owner',
    header: 'owner',
    priority: 'lowest',
    width: 132,
    sort: row => row.owner?.label ?? null,
    cell: row => (row.owner ? <VisibleText text={row.owner.label} /> : <span className="hp-muted">{nobody(row)}</span>),
  },
  {
    id: 'opened',
    header: 'opened',
    priority: 'lowest',
    width: 96,
    sort: row => row.openedAt,
    cell: row => <When at={row.openedAt} />,
  },
  {
    id: 'lasted',
    header: 'lasted',
    number: true,
    priority: 'low',
    width: 84,
    sort: lasted,
    cell: row => formatDuration(lasted(row)),
  },
]

const nobody = ({ state }: IncidentItem) => (state === 'open' ? 'nobody yet' : '–')
