import Link from 'next/link'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { CheckItem } from '#lib/domain/rag/schemas.ts'
import { ragStatuses } from '#lib/domain/rag/statuses.ts'

export interface PipelineRow {
  slug: string
  embeddingModel: string
  agent: string | null
  last: CheckItem | null
}

export const pipelineHref = ({ slug }: { slug: string }) => `/rag/${encodeURIComponent(slug)}`
export const checkHref = ({ pipeline, id }: Pick<CheckItem, 'pipeline' | 'id'>) =>
  `${pipelineHref({ slug: pipeline })}?check=${encodeURIComponent(id)}`
export const shareText = (value: number | null) => (value === null ? '–' : value.toFixed(3))

/** What does not pass, in one word each. */
const notPassed = ({ checks }: CheckItem) =>
  checks
    .filter(({ result }) => result !== 'pass')
    .map(({ name }) => name)
    .join(', ')

export const pipelineColumns: Column<PipelineRow>[] = [
  {
    id: 'pipeline',
    header: 'pipeline',
    leads: true,
    sort: row => row.slug,
    cell: row => <VisibleText text={row.slug} />,
  },
  {
    id: 'verdict',
    header: 'last check',
    width: 150,
    sort: row => row.last?.verdict ?? null,
    cell: row =>
      row.last === null ? (
        'none yet'
      ) : (
        <Link href={checkHref(row.last)}>
          <Status of={ragStatuses} value={row.last.verdict} />
        </Link>
      ),
  },
  {
    id: 'why',
    header: 'not passed',
    priority: 'low',
    sort: row => (row.last ? notPassed(row.last) : null),
    cell: row => (row.last ? notPassed(row.last) || '–' : '–'),
  },
  {
    id: 'recall',
    header: 'recall',
    number: true,
    width: 90,
    sort: row => row.last?.recall ?? null,
    cell: row => shareText(row.last?.recall ?? null),
  },
  {
    id: 'model',
    header: 'embedding model',
    width: 220,
    priority: 'lowest',
    sort: row => row.embeddingModel,
    cell: row => <VisibleText text={row.embeddingModel} />,
  },
  {
    id: 'at',
    header: 'checked',
    width: 110,
    priority: 'low',
    sort: row => row.last?.checkedAt ?? null,
    cell: row => (row.last ? <When at={row.last.checkedAt} /> : '–'),
  },
]

export const checkColumns: Column<CheckItem>[] = [
  {
    id: 'verdict',
    header: 'verdict',
    width: 150,
    leads: true,
    sort: row => row.verdict,
    cell: row => <Status of={ragStatuses} value={row.verdict} />,
  },
  { id: 'why', header: 'not passed', sort: notPassed, cell: row => notPassed(row) || '–' },
  {
    id: 'recall',
    header: 'recall',
    number: true,
    width: 90,
    sort: row => row.recall,
    cell: row => shareText(row.recall),
  },
  {
    id: 'mrr',
    header: 'MRR',
    number: true,
    width: 80,
    priority: 'low',
    sort: row => row.mrr,
    cell: row => shareText(row.mrr),
  },
  {
    id: 'ndcg',
    header: 'nDCG',
    number: true,
    width: 80,
    priority: 'low',
    sort: row => row.ndcg,
    cell: row => shareText(row.ndcg),
  },
  {
    id: 'hits',
    header: 'hit rate',
    number: true,
    width: 90,
    priority: 'lowest',
    sort: row => row.hitRate,
    cell: row => shareText(row.hitRate),
  },
  {
    id: 'queries',
    header: 'queries',
    number: true,
    width: 90,
    priority: 'low',
    sort: row => row.queries,
    cell: row => row.queries,
  },
  {
    id: 'commit',
    header: 'commit',
    width: 110,
    priority: 'lowest',
    sort: row => row.commit,
    cell: row => <code>{row.commit === null ? '–' : row.commit.slice(0, 9)}</code>,
  },
  { id: 'at', header: 'checked', width: 110, sort: row => row.checkedAt, cell: row => <When at={row.checkedAt} /> },
]

/** Columns for checks of all pipelines. */
export const allCheckColumns: Column<CheckItem>[] = [
  ...checkColumns.slice(0, 1),
  {
    id: 'pipeline',
    header: 'pipeline',
    width: 180,
    sort: row => row.pipeline,
    cell: row => <VisibleText text={row.pipeline} />,
  },
  ...checkColumns.slice(1),
]
