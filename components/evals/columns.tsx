import Link from 'next/link'
import type { z } from 'zod'
import { Sparkline } from '#components/kit/sparkline.tsx'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { RunItem } from '#lib/domain/evals/runs/schemas.ts'
import { verdictStatuses } from '#lib/domain/evals/statuses.ts'
import type { suiteItem } from '#lib/domain/evals/suites/schemas.ts'

export type SuiteItem = z.output<typeof suiteItem>
export type TrendPoint = SuiteItem['trend'][number]

export const suiteHref = ({ slug }: Pick<SuiteItem, 'slug'>) => `/evals?suite=${encodeURIComponent(slug)}`
export const suitePageHref = ({ slug }: Pick<SuiteItem, 'slug'>) => `/evals/suites/${encodeURIComponent(slug)}`
export const runHref = ({ id }: Pick<RunItem, 'id'>) => `/evals/${encodeURIComponent(id)}`

export const scoreText = (score: number | null) => (score === null ? '–' : score.toFixed(2))
export const deltaText = (delta: number | null) =>
  delta === null ? '–' : `${delta < 0 ? '−' : delta > 0 ? '+' : ''}${Math.abs(delta).toFixed(2)}`

export const statusOf = ({ state, verdict }: Pick<RunItem, 'state' | 'verdict'>) =>
  state === 'finished' ? (verdict ?? 'inconclusive') : state

export const suiteColumns: Column<SuiteItem>[] = [
  { id: 'suite', header: 'suite', leads: true, sort: row => row.slug, cell: row => <VisibleText text={row.slug} /> },
  {
    id: 'last',
    header: 'last run',
    width: 140,
    sort: row => row.lastRun?.verdict ?? null,
    cell: row =>
      row.lastRun === null ? (
        '–'
      ) : (
        <Link href={runHref(row.lastRun)}>
          <Status of={verdictStatuses} value={row.lastRun.verdict ?? 'running'} />
        </Link>
      ),
  },
  {
    id: 'average',
    header: 'average',
    number: true,
    width: 90,
    sort: row => row.lastRun?.average ?? null,
    cell: row => scoreText(row.lastRun?.average ?? null),
  },
  {
    id: 'trend',
    header: 'last runs',
    width: 110,
    priority: 'low',
    cell: row =>
      row.trend.length < 2 ? (
        '–'
      ) : (
        <Sparkline
          values={row.trend.map(({ average }) => average)}
          label={`Averages of the last ${row.trend.length} runs, from ${scoreText(row.trend[0]?.average ?? null)} to ${scoreText(row.trend.at(-1)?.average ?? null)}`}
          critical={row.trend.at(-1)?.verdict === 'fail'}
        />
      ),
  },
  {
    id: 'threshold',
    header: 'must reach',
    number: true,
    width: 80,
    priority: 'low',
    sort: row => row.threshold,
    cell: row => scoreText(row.threshold),
  },
  {
    id: 'scenarios',
    header: 'scenarios',
    number: true,
    width: 100,
    priority: 'lowest',
    sort: row => row.scenarios,
    cell: row => row.scenarios,
  },
  { id: 'level', header: 'level', width: 110, priority: 'low', sort: row => row.level, cell: row => row.level },
  {
    id: 'baseline',
    header: 'baseline',
    width: 110,
    priority: 'lowest',
    sort: row => row.baselineRunId,
    cell: row =>
      row.baselineRunId === null ? 'none pinned' : <Link href={runHref({ id: row.baselineRunId })}>pinned</Link>,
  },
  {
    id: 'at',
    header: 'ran',
    width: 110,
    priority: 'low',
    sort: row => row.lastRun?.at ?? null,
    cell: row => (row.lastRun === null ? '–' : <When at={row.lastRun.at} />),
  },
]

export const runColumns: Column<RunItem>[] = [
  {
    id: 'verdict',
    header: 'verdict',
    width: 140,
    leads: true,
    sort: statusOf,
    cell: row => <Status of={verdictStatuses} value={statusOf(row)} />,
  },
  { id: 'suite', header: 'suite', sort: row => row.suite, cell: row => <VisibleText text={row.suite} /> },
  {
    id: 'release',
    header: 'release',
    width: 140,
    priority: 'low',
    sort: row => row.release,
    cell: row => (row.release === null ? '–' : <VisibleText text={row.release} />),
  },
  {
    id: 'commit',
    header: 'commit',
    width: 110,
    priority: 'lowest',
    sort: row => row.commit,
    cell: row => <code>{row.commit === null ? '–' : row.commit.slice(0, 9)}</code>,
  },
  {
    id: 'scored',
    header: 'scored',
    number: true,
    width: 100,
    priority: 'lowest',
    sort: row => row.scored,
    cell: row => `${row.scored} of ${row.scenarios}`,
  },
  {
    id: 'average',
    header: 'average',
    number: true,
    width: 90,
    sort: row => row.average,
    cell: row => scoreText(row.average),
  },
  {
    id: 'delta',
    header: 'change',
    number: true,
    width: 90,
    priority: 'low',
    sort: row => row.delta,
    cell: row => deltaText(row.delta),
  },
  { id: 'at', header: 'started', width: 110, sort: row => row.startedAt, cell: row => <When at={row.startedAt} /> },
]
