import { Empty } from '#components/kit/blocks.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { When } from '#components/kit/when.tsx'
import { fewestPairs, type JudgeReport } from '#lib/domain/judges/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount } from '#lib/shared/numbers.ts'

type Row = JudgeReport['versions'][number]
const rowId = ({ version }: Row) => String(version)

/** The words of Landis and Koch, by convention. */
function wordOf({ agreement: { pairs, kappa } }: Row): string {
  if (pairs < fewestPairs) return `${fewestPairs - pairs} more pairs are needed`
  if (kappa === null) return 'all scores are the same, so agreement cannot be computed'
  if (kappa < 0.2) return 'no better than chance'
  return kappa < 0.4 ? 'fair' : kappa < 0.6 ? 'moderate' : kappa < 0.8 ? 'substantial' : 'almost perfect'
}

const columns: Column<Row>[] = [
  {
    id: 'version',
    header: 'version',
    leads: true,
    width: 90,
    sort: row => row.version,
    cell: row => `v${row.version}`,
  },
  {
    id: 'kappa',
    header: 'κ with people',
    number: true,
    width: 160,
    sort: row => row.agreement.kappa,
    cell: ({ agreement: { kappa, interval } }) =>
      kappa === null ? '–' : `${kappa.toFixed(2)} [${interval?.map(value => value.toFixed(2)).join(', ')}]`,
  },
  { id: 'word', header: 'which is', cell: wordOf },
  {
    id: 'agreed',
    header: 'agreed',
    number: true,
    width: 110,
    priority: 'low',
    sort: row => row.agreement.agreed,
    cell: ({ agreement: { agreed, pairs } }) => `${formatCount(agreed)} of ${formatCount(pairs)}`,
  },
  {
    id: 'lenient',
    header: 'only the judge passes',
    number: true,
    width: 150,
    priority: 'low',
    cell: row => formatCount(row.agreement.onlyJudgePasses),
  },
  {
    id: 'strict',
    header: 'only people pass',
    number: true,
    width: 130,
    priority: 'lowest',
    cell: row => formatCount(row.agreement.onlyPeoplePass),
  },
  {
    id: 'scored',
    header: 'scored',
    number: true,
    width: 90,
    sort: row => row.scored,
    cell: row => formatCount(row.scored),
  },
  { id: 'failed', header: 'failed', number: true, width: 80, priority: 'lowest', cell: row => formatCount(row.failed) },
  { id: 'cost', header: 'cost', number: true, width: 100, priority: 'low', cell: row => formatUsd(row.costUsd) },
  { id: 'since', header: 'since', width: 100, priority: 'lowest', cell: row => <When at={row.since} /> },
]

/** How far each version agrees with people who scored the same outputs. */
export function AgreementTable({ report }: { report: JudgeReport }) {
  return (
    <SectionTable
      title="Agreement with people"
      note="Cohen's κ with its 95 % interval, over traces that a person scored under the same name, and judge scores that a person marked right or wrong"
      columns={columns}
      rows={report.versions}
      rowId={rowId}
      sortKey="versions"
      empty={<Empty title="No version yet" />}
    />
  )
}
