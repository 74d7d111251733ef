import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { GuardrailRate } from '#lib/domain/guardrails/schemas.ts'
import { outcomeStatuses } from '#lib/domain/guardrails/statuses.ts'
import { formatCount, formatPercent } from '#lib/shared/numbers.ts'
import type { EventRow, GuardrailRow } from './use-guardrails.ts'

const text = <Row,>(
  id: string,
  header: string,
  read: (row: Row) => string | null,
  more: Partial<Column<Row>> = {},
) => ({
  ...{ id, header, sort: read, cell: (row: Row) => <VisibleText text={read(row) ?? '–'} /> },
  ...more,
})

const answers = ({ passed, flagged, redacted, blocked }: Counts) => passed + flagged + redacted + blocked
/** A share of nothing is unknown. */
const notPassed = (counts: Counts) => {
  const all = answers(counts)
  return all === 0 ? null : 1 - counts.passed / all
}
type Counts = Pick<GuardrailRate, 'passed' | 'flagged' | 'redacted' | 'blocked'>

const countColumns = <Row,>(of: (row: Row) => Counts): Column<Row>[] => [
  {
    id: 'answers',
    header: 'answers',
    number: true,
    width: 84,
    sort: row => answers(of(row)),
    cell: row => formatCount(answers(of(row))),
  },
  {
    id: 'rate',
    header: 'not passed',
    number: true,
    width: 116,
    sort: row => notPassed(of(row)),
    cell: row => formatPercent(notPassed(of(row))),
  },
]

export const guardrailColumns: Column<GuardrailRow>[] = [
  text('slug', 'guardrail', row => row.slug, { leads: true }),
  text('stage', 'stage', row => row.stage, { width: 92 }),
  text('check', 'check', row => row.check, { width: 120 }),
  text('action', 'then', row => (row.enabled ? row.action : 'switched off'), { width: 110 }),
  text('severity', 'severity', row => row.severity, { width: 92, priority: 'low' }),
  text('for', 'of', row => [row.agent, row.tool].filter(Boolean).join(', ') || 'everything', { priority: 'low' }),
  ...countColumns<GuardrailRow>(row => row.counts),
]

export const rateColumns: Column<GuardrailRate>[] = [
  text('name', 'guardrail', row => row.name, { leads: true }),
  text('agent', 'agent', row => row.agent),
  text('release', 'release', row => row.release, { width: 140, priority: 'low' }),
  text('stage', 'stage', row => row.stage, { width: 92, priority: 'low' }),
  ...countColumns<GuardrailRate>(row => row),
  ...(['flagged', 'redacted', 'blocked'] as const).map(
    (id): Column<GuardrailRate> => ({
      ...{ id, header: id, number: true, width: 84, priority: 'lowest' },
      sort: row => row[id],
      cell: row => formatCount(row[id]),
    }),
  ),
]

export const eventColumns: Column<EventRow>[] = [
  {
    id: 'outcome',
    header: 'answer',
    width: 112,
    csv: row => row.outcome,
    cell: row => <Status of={outcomeStatuses} value={row.outcome} />,
  },
  text('name', 'guardrail', row => row.name, { leads: true, sort: undefined, csv: row => row.name, width: 190 }),
  text('message', 'why', row => row.message, { sort: undefined, csv: row => row.message }),
  text('agent', 'agent', row => row.agent, { sort: undefined, csv: row => row.agent, width: 160, priority: 'low' }),
  text('severity', 'severity', row => row.severity, {
    sort: undefined,
    csv: row => row.severity,
    width: 90,
    priority: 'lowest',
  }),
  text('source', 'by', row => (row.source === 'evaluated' ? 'Holdpoint' : 'reported'), {
    ...{ sort: undefined, csv: row => row.source, width: 92, priority: 'lowest' },
  }),
  { id: 'at', header: 'when', width: 110, csv: row => row.at, cell: row => <When at={row.at} /> },
]
