import styles from '#components/kit/registered.module.css'
import { Status } from '#components/kit/status.tsx'
import { callsColumn, p95Column, successColumn } from '#components/kit/table/call-columns.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { pageHref, tracesHref } from '#lib/client/links.ts'
import { riskStatuses } from '#lib/domain/approvals/statuses.ts'
import { registryStatuses } from '#lib/domain/tools/statuses.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { ruleInForce } from '../rule-in-force.ts'
import type { ToolRow } from './use-tools.ts'

export const toolId = ({ slug }: ToolRow) => slug
export const toolHref = ({ slug }: ToolRow) => pageHref('/tools', slug) ?? tracesHref({ kind: 'all' }, { tool: slug })

const order = { always: 0, 'in production': 1, never: 2 }
const ruleOf = (row: ToolRow) => ruleInForce(row).short

/** Columns of the list of tools. */
export const toolColumns: Column<ToolRow>[] = [
  { id: 'tool', header: 'tool', leads: true, sort: row => row.slug, cell: row => <Name row={row} /> },
  {
    id: 'category',
    header: 'category',
    width: 116,
    priority: 'low',
    sort: row => row.effectiveCategory,
    cell: row =>
      row.category ?? (
        <span className="hp-muted" title="Guessed from its name; set it in its entry">
          {row.effectiveCategory}?
        </span>
      ),
  },
  {
    id: 'risk',
    header: 'risk',
    width: 104,
    priority: 'lowest',
    sort: row => row.risk,
    cell: row => (row.risk ? <Status of={riskStatuses} value={row.risk} /> : '–'),
  },
  {
    id: 'approval',
    header: 'approval',
    width: 116,
    priority: 'lowest',
    sort: row => order[ruleOf(row)],
    csv: ruleOf,
    cell: row => {
      const rule = ruleInForce(row)
      return <span title={rule.production.why}>{rule.short}</span>
    },
  },
  { ...callsColumn(), width: 92 },
  successColumn(),
  {
    id: 'p50',
    header: 'p50',
    number: true,
    width: 92,
    priority: 'low',
    sort: row => row.p50,
    cell: row => formatDuration(row.p50),
  },
  { ...p95Column(), priority: 'lowest' },
  {
    id: 'agents',
    header: 'used by',
    width: 170,
    priority: 'low',
    sort: row => row.seen?.agents.length ?? 0,
    csv: row => row.seen?.agents.join(', ') ?? null,
    cell: row => <Agents names={row.seen?.agents ?? []} />,
  },
  {
    id: 'seen',
    header: 'last seen',
    width: 110,
    priority: 'low',
    sort: row => row.seen?.lastAt ?? null,
    cell: row => (row.seen ? <When at={row.seen.lastAt} /> : 'never'),
  },
]

function Name({ row }: { row: ToolRow }) {
  return (
    <span className={styles.name}>
      <span className={styles.title}>
        <VisibleText text={row.slug} />
      </span>
      {row.registered ? null : (
        <span className={styles.standing} title={registryStatuses[row.revision > 0 ? 'archived' : 'seen'].label}>
          {row.revision > 0 ? <Status of={registryStatuses} value="archived" /> : 'not registered'}
        </span>
      )}
    </span>
  )
}

function Agents({ names }: { names: readonly string[] }) {
  const [first, ...rest] = names
  if (first === undefined) return '–'
  return (
    <span className={styles.cut} title={names.join(', ')}>
      <VisibleText text={first} />
      {rest.length > 0 ? <span className="hp-muted"> +{rest.length}</span> : null}
    </span>
  )
}
