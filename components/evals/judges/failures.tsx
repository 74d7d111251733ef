import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { JudgeReport } from '#lib/domain/judges/schemas.ts'
import { formatCount } from '#lib/shared/numbers.ts'

type Row = JudgeReport['failures'][number]

const columns: Column<Row>[] = [
  { id: 'reason', header: 'why', leads: true, cell: row => <VisibleText text={row.reason} /> },
  {
    id: 'count',
    header: 'scores',
    number: true,
    width: 90,
    sort: row => row.count,
    cell: row => formatCount(row.count),
  },
  { id: 'last', header: 'last', width: 110, sort: row => row.lastAt, cell: row => <When at={row.lastAt} /> },
]

/** Why the judge gave no score when one was due. Shows nothing if it always gave one. */
export function Failures({ report }: { report: JudgeReport }) {
  if (report.failures.length === 0) return null
  return (
    <SectionTable
      title="Scores that could not be found"
      note="in the last 7 days, the most frequent reasons"
      columns={columns}
      rows={report.failures}
      rowId={({ reason }) => reason}
      sortKey="failures"
      empty={null}
    />
  )
}
