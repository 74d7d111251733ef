import Link from 'next/link'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { PipelineRunItem, StageItem } from '#lib/domain/pipelines/schemas.ts'
import { stageStatusStatuses } from '#lib/domain/pipelines/statuses.ts'
import { formatDuration } from '#lib/shared/time.ts'

const took = ({ startedAt, endedAt }: { startedAt: string | null; endedAt: string | null }): number | null =>
  startedAt === null || endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt)

export const runColumns: Column<PipelineRunItem>[] = [
  {
    id: 'state',
    header: 'state',
    width: 170,
    sort: row => row.state,
    cell: row => <Status of={stageStatusStatuses} value={row.state} />,
  },
  {
    id: 'pipeline',
    header: 'pipeline',
    leads: true,
    sort: row => row.pipeline,
    cell: row => <VisibleText text={row.pipeline} />,
  },
  {
    id: 'stage',
    header: 'stage',
    width: 120,
    sort: row => stageOf(row),
    cell: row => stageOf(row) ?? '–',
  },
  {
    id: 'release',
    header: 'release',
    width: 200,
    priority: 'low',
    sort: row => row.release,
    cell: row =>
      row.release === null ? (
        '–'
      ) : (
        <Link href={`/releases/${encodeURIComponent(row.release)}`}>
          <VisibleText text={row.release} />
        </Link>
      ),
  },
  {
    id: 'commit',
    header: 'commit',
    width: 110,
    priority: 'lowest',
    sort: row => row.commit,
    cell: row => <code>{row.commit.slice(0, 9)}</code>,
  },
  { id: 'event', header: 'event', width: 120, priority: 'lowest', sort: row => row.event, cell: row => row.event },
  {
    id: 'took',
    header: 'took',
    number: true,
    width: 90,
    priority: 'low',
    sort: took,
    cell: row => formatDuration(took(row)),
  },
  { id: 'at', header: 'started', width: 110, sort: row => row.startedAt, cell: row => <When at={row.startedAt} /> },
]

/** The present stage of a run: the first one that is not done. */
const stageOf = ({ stages }: PipelineRunItem): string | null =>
  stages.find(({ status }) => status !== 'passed' && status !== 'skipped')?.name ?? null

export const stageColumns: Column<StageItem>[] = [
  { id: 'stage', header: 'stage', width: 130, cell: row => <strong>{row.name}</strong> },
  {
    id: 'status',
    header: 'status',
    width: 180,
    cell: row => <Status of={stageStatusStatuses} value={row.status} />,
  },
  { id: 'evidence', header: 'evidence', cell: row => (hasEvidence(row) ? <Evidence stage={row} /> : '–') },
  {
    id: 'attempt',
    header: 'attempts',
    number: true,
    width: 90,
    priority: 'lowest',
    cell: row => (row.attempt === 0 ? '–' : row.attempt),
  },
  { id: 'took', header: 'took', number: true, width: 90, priority: 'low', cell: row => formatDuration(took(row)) },
]

const hasEvidence = ({ reusedFrom, failedIn, evidence, approvalId, note }: StageItem) =>
  [reusedFrom, failedIn, evidence, approvalId, note].some(Boolean)

function Evidence({ stage: { evidence, reusedFrom, failedIn, approvalId, note } }: { stage: StageItem }) {
  return (
    <>
      {reusedFrom ? (
        <Link href={`/pipelines?run=${encodeURIComponent(reusedFrom)}`}>passed before with the same release</Link>
      ) : null}
      {failedIn ? (
        <Link href={`/pipelines?run=${encodeURIComponent(failedIn)}`}>failed before with the same release</Link>
      ) : null}
      {evidence?.evalRunId ? <Link href={`/evals/${encodeURIComponent(evidence.evalRunId)}`}>eval run</Link> : null}{' '}
      {evidence?.rolloutId ? <Link href={`/rollouts/${encodeURIComponent(evidence.rolloutId)}`}>shadow</Link> : null}{' '}
      {evidence?.url ? (
        <a href={evidence.url} rel="noreferrer">
          report
        </a>
      ) : null}{' '}
      {approvalId ? <Link href={`/approvals/${encodeURIComponent(approvalId)}`}>request</Link> : null}{' '}
      {note ? (
        <span className="hp-muted">
          <VisibleText text={note} />
        </span>
      ) : null}
    </>
  )
}
