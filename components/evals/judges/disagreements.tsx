import Link from 'next/link'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { JudgeReport } from '#lib/domain/judges/schemas.ts'
import { runHref } from '../columns.tsx'

type Row = JudgeReport['disagreements'][number]
const rowId = ({ traceId, evalRunId, scenario, criterion, version }: Row) =>
  `${traceId} ${evalRunId} ${scenario} ${criterion} ${version}`
const hrefOf = ({ traceId, evalRunId, scenario }: Row) =>
  evalRunId === null
    ? `/traces/${traceId}`
    : `${runHref({ id: evalRunId })}?scenario=${encodeURIComponent(scenario ?? '')}`

const columns: Column<Row>[] = [
  {
    id: 'of',
    header: 'output of',
    leads: true,
    width: 190,
    cell: row => (
      <Link href={hrefOf(row)}>
        {row.scenario === null ? <code>{row.traceId?.slice(0, 12)}</code> : <VisibleText text={row.scenario} />}
      </Link>
    ),
  },
  { id: 'criterion', header: 'score', width: 150, cell: row => <VisibleText text={row.criterion} /> },
  { id: 'judge', header: 'judge', number: true, width: 80, sort: row => row.judge, cell: row => row.judge.toFixed(2) },
  { id: 'people', header: 'person', number: true, width: 80, sort: row => row.people, cell: row => String(row.people) },
  { id: 'reason', header: 'the judge’s reason', cell: row => <VisibleText text={row.reason ?? '–'} /> },
]

/** Where a judge and a person differ, so that its prompt can be improved. Shows nothing if they always agree. */
export function Disagreements({ report }: { report: JudgeReport }) {
  if (report.disagreements.length === 0) return null
  return (
    <SectionTable
      title="Where they differ"
      note="newest first, at most 50"
      columns={columns}
      rows={report.disagreements}
      rowId={rowId}
      sortKey="differ"
      empty={null}
    />
  )
}
