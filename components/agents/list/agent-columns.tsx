import { Tag } from '#components/kit/blocks.tsx'
import { ChangeText } from '#components/kit/change-text.tsx'
import { EnvironmentTag } from '#components/kit/environment-tag.tsx'
import styles from '#components/kit/registered.module.css'
import { Sparkline } from '#components/kit/sparkline.tsx'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { pageHref, tracesHref } from '#lib/client/links.ts'
import { healthStatuses, registryStatuses } from '#lib/domain/agents/statuses.ts'
import { type DeltaForm, shownChange } from '#lib/shared/change/words.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCompact, formatCount, formatPercent } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { registryStatus } from '../registry-status.ts'
import type { AgentRow } from './use-agents.ts'

export const agentId = ({ slug }: AgentRow) => slug
export const agentHref = ({ slug }: AgentRow) =>
  pageHref('/agents', slug) ?? tracesHref({ kind: 'all' }, { agent: slug })

const severity = { critical: 3, worse: 2, steady: 1, unknown: 0 }

/** On a narrow screen stay the name, whole, and how often it fails. */
const priorities = { errors: undefined, p95: 'lowest', quality: 'low' } as const

/** Columns of the list of agents. */
export const agentColumns: Column<AgentRow>[] = [
  { id: 'agent', header: 'agent', leads: true, sort: row => row.slug, cell: row => <Name row={row} /> },
  {
    id: 'health',
    header: 'health',
    width: 84,
    priority: 'lowest',
    sort: row => (row.did ? -severity[row.did.health] : null),
    csv: row => row.did?.health ?? null,
    cell: row => (row.did ? <Status of={healthStatuses} value={row.did.health} /> : '–'),
  },
  {
    id: 'framework',
    header: 'framework',
    width: 92,
    priority: 'low',
    sort: row => frameworksOf(row)[0] ?? null,
    cell: row => <Cut text={frameworksOf(row).join(', ')} />,
  },
  {
    id: 'environments',
    header: 'environments',
    width: 152,
    priority: 'low',
    sort: row => environmentsOf(row).join(', ') || null,
    cell: row => <Environments names={environmentsOf(row)} />,
  },
  {
    id: 'requests',
    header: 'requests',
    number: true,
    width: 154,
    priority: 'lowest',
    sort: row => row.did?.requests.value ?? null,
    cell: row => <Requests row={row} />,
  },
  figure('errors', 'errors', 'points', 92, formatPercent),
  figure('p95', 'p95', 'relative', 112, formatDuration),
  {
    id: 'cost',
    header: 'cost per request',
    number: true,
    width: 118,
    priority: 'lowest',
    sort: ({ did }) => (did?.cost.value ? Number(did.cost.value) : null),
    cell: ({ did }) =>
      did ? <Changed text={formatUsd(did.cost.value)} change={shownChange(did.cost.change, 'relative')} /> : '–',
  },
  figure('quality', 'quality', 'absolute', 104, formatCompact),
  {
    id: 'scored',
    header: 'scored',
    number: true,
    width: 72,
    priority: 'lowest',
    sort: ({ did }) => did?.quality.scoredShare ?? null,
    cell: ({ did }) =>
      did ? (
        <span title={did.quality.name ? `Of its traces, how many have the score ${did.quality.name}` : undefined}>
          {formatPercent(did.quality.scoredShare)}
        </span>
      ) : (
        '–'
      ),
  },
  {
    id: 'seen',
    header: 'last seen',
    width: 98,
    priority: 'low',
    sort: row => row.seen?.lastAt ?? null,
    cell: row => (row.seen ? <When at={row.seen.lastAt} /> : 'never'),
  },
]

function figure(
  id: 'errors' | 'p95' | 'quality',
  header: string,
  form: DeltaForm,
  width: number,
  text: (value: number | null) => string,
): Column<AgentRow> {
  return {
    id,
    header,
    number: true,
    width,
    priority: priorities[id],
    sort: ({ did }) => did?.[id].value ?? null,
    cell: ({ did }) => (did ? <Changed text={text(did[id].value)} change={shownChange(did[id].change, form)} /> : '–'),
  }
}

type Shown = ReturnType<typeof shownChange>

/** Only what is called a change stands beside its figure: a column of noise is not read. */
function Changed({ text, change }: { text: string; change: Shown }) {
  return (
    <span className={styles.changed}>
      {change.verdict === 'neutral' ? null : <ChangeText {...change} />}
      <span title={change.title}>{text}</span>
    </span>
  )
}

const Cut = ({ text }: { text: string }) =>
  text ? (
    <span className={styles.cut} title={text}>
      <VisibleText text={text} />
    </span>
  ) : (
    '–'
  )

function Name({ row }: { row: AgentRow }) {
  const status = registryStatus(row)
  return (
    <span className={styles.name}>
      <span className={styles.title}>
        <VisibleText text={row.slug} />
      </span>
      {status === 'enabled' ? null : (
        <span className={styles.standing} title={registryStatuses[status].label}>
          {status === 'seen' ? 'not registered' : <Status of={registryStatuses} value={status} />}
        </span>
      )}
    </span>
  )
}

function Requests({ row: { slug, did } }: { row: AgentRow }) {
  if (did === undefined) return '–'
  if (did === null) return '0'
  return (
    <span className={styles.changed}>
      <Sparkline values={did.spark} label={`Requests of ${slug} over the range`} />
      <span className={styles.count}>{formatCount(did.requests.value)}</span>
    </span>
  )
}

export function Environments({ names }: { names: readonly string[] }) {
  if (names.length === 0) return '–'
  const [first, second, ...rest] = names
  return (
    <span className={styles.tags} title={names.join(', ')}>
      {[first, second].map(name => (name ? <EnvironmentTag key={name} name={name} /> : null))}
      {rest.length > 0 ? <Tag>+{rest.length}</Tag> : null}
    </span>
  )
}

/** What traces say goes before what was registered. */
const frameworksOf = ({ seen, framework }: AgentRow): string[] =>
  seen && seen.frameworks.length > 0 ? seen.frameworks : framework ? [framework] : []
const environmentsOf = ({ seen, environments }: AgentRow): string[] =>
  seen && seen.environments.length > 0 ? seen.environments : environments
