'use client'

import Link from 'next/link'
import { useMemo } from 'react'
import { Empty, Tag } from '#components/kit/blocks.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { VersionItem } from '#lib/domain/prompts/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatDuration } from '#lib/shared/time.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'
import { promptHref, promptTracesHref } from '../prompt-href.ts'
import styles from '../prompts.module.css'
import type { Usage } from './use-usage.ts'

interface Row extends VersionItem {
  /** Null: no span in the range names it. */
  usage: Usage['versions'][number] | null
  eval: Usage['evals'][number] | null
  tracesHref: string
}

const rowId = ({ version }: Row) => String(version)
const errorShare = ({ usage }: Row) => (usage === null ? null : usage.errors / usage.calls)
const quality = ({ usage }: Row) => usage?.scores[0] ?? null
const costOf = ({ usage }: Row) => (usage?.meanCostUsd == null ? null : Number(usage.meanCostUsd))

const columns: Column<Row>[] = [
  {
    id: 'version',
    header: 'version',
    width: 90,
    leads: true,
    sort: row => row.version,
    cell: row => `v${row.version}`,
  },
  {
    id: 'labels',
    header: 'labels',
    width: 180,
    sort: row => row.labels.join(' '),
    cell: row => (
      <span className={styles.tags}>
        {row.labels.map(label => (
          <Tag key={label}>{label}</Tag>
        ))}
      </span>
    ),
  },
  {
    id: 'note',
    header: 'what changed',
    priority: 'lowest',
    sort: row => row.note,
    cell: row => (row.note === null ? '–' : <VisibleText text={row.note} />),
  },
  {
    id: 'calls',
    header: 'calls',
    number: true,
    width: 80,
    sort: row => row.usage?.calls ?? null,
    cell: row => (row.usage === null ? '–' : <Link href={row.tracesHref}>{row.usage.calls}</Link>),
  },
  {
    id: 'errors',
    header: 'errors',
    number: true,
    width: 80,
    priority: 'low',
    sort: errorShare,
    cell: row => (row.usage === null ? '–' : `${((row.usage.errors / row.usage.calls) * 100).toFixed(1)} %`),
  },
  {
    id: 'cost',
    header: 'cost per call',
    number: true,
    width: 110,
    priority: 'low',
    sort: costOf,
    cell: row => formatUsd(row.usage?.meanCostUsd ?? null),
  },
  {
    id: 'latency',
    header: 'p95',
    number: true,
    width: 90,
    priority: 'low',
    sort: row => row.usage?.p95Ms ?? null,
    cell: row => formatDuration(row.usage?.p95Ms ?? null),
  },
  {
    id: 'quality',
    header: 'quality',
    number: true,
    width: 150,
    priority: 'low',
    sort: row => quality(row)?.mean ?? null,
    cell: row => {
      const score = quality(row)
      return score ? `${score.mean.toFixed(2)} ${score.name}` : '–'
    },
  },
  {
    id: 'eval',
    header: 'eval',
    number: true,
    width: 80,
    sort: row => row.eval?.average ?? null,
    cell: ({ eval: its }) =>
      its === null ? (
        <span title="No eval run with this version has finished">–</span>
      ) : (
        <Link href={`/evals/${its.evalRunId}`}>{its.average?.toFixed(2) ?? 'no score'}</Link>
      ),
  },
  {
    id: 'at',
    header: 'added',
    width: 110,
    priority: 'lowest',
    sort: row => row.createdAt,
    cell: row => <When at={row.createdAt} />,
  },
]

interface Props {
  name: string
  versions: readonly VersionItem[]
  open: number | null
  range: TimeRange
  usage: Usage | undefined
}

/** The versions, newest first, each with the figures of the spans in the range that name it. */
export function Versions({ name, versions, open, range, usage }: Props) {
  const rows = useMemo(
    () =>
      versions.map(item => ({
        ...item,
        usage: usage?.versions.find(each => each.version === String(item.version)) ?? null,
        eval: usage?.evals.find(each => each.version === item.version) ?? null,
        tracesHref: promptTracesHref(name, String(item.version), range),
      })),
    [name, versions, usage, range],
  )
  return (
    <SectionTable
      title="Versions"
      note="calls to quality: from traces in this range; eval: the newest run with this version"
      columns={columns}
      rows={rows}
      rowId={rowId}
      hrefOf={({ version }) => `${promptHref({ name })}?version=${version}`}
      openId={open === null ? null : String(open)}
      sortKey="versions"
      empty={<Empty title="No version yet" />}
    />
  )
}
