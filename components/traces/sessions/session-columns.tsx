import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { SessionItem } from '#lib/domain/sessions/schemas.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { costText, shortCost } from '../parts/cost-text.ts'

const lengthMs = ({ firstAt, lastAt }: SessionItem) => Date.parse(lastAt) - Date.parse(firstAt)

/** Columns of the list of sessions. The server pages it, and so it sorts it. */
export const sessionColumns: Column<SessionItem>[] = [
  {
    id: 'lastAt',
    header: 'last active',
    sort: 'server',
    descOnly: true,
    width: 172,
    priority: 'lowest',
    csv: item => item.lastAt,
    cell: item => (
      <span className="hp-mono">
        <When at={item.lastAt} form="absolute" />
      </span>
    ),
  },
  {
    id: 'session',
    header: 'session',
    leads: true,
    csv: item => item.sessionId,
    cell: item => <VisibleText text={item.sessionId} />,
  },
  {
    id: 'user',
    header: 'user',
    width: 150,
    priority: 'low',
    csv: item => item.userId,
    cell: item => (item.userId ? <VisibleText text={item.userId} /> : '–'),
  },
  {
    id: 'agents',
    header: 'agents',
    width: 220,
    priority: 'low',
    csv: item => item.agents.join(', '),
    cell: item => (item.agents.length > 0 ? <VisibleText text={item.agents.join(', ')} /> : '–'),
  },
  {
    id: 'length',
    header: 'length',
    number: true,
    width: 124,
    priority: 'low',
    csv: lengthMs,
    cell: item => formatDuration(lengthMs(item)),
  },
  {
    id: 'traces',
    header: 'traces',
    sort: 'server',
    descOnly: true,
    number: true,
    width: 84,
    priority: 'lowest',
    csv: item => item.traces,
    cell: item => formatCount(item.traces),
  },
  {
    id: 'errors',
    header: 'failed',
    number: true,
    width: 76,
    priority: 'lowest',
    csv: item => item.errors,
    cell: item => formatCount(item.errors),
  },
  {
    id: 'cost',
    header: 'cost',
    sort: 'server',
    descOnly: true,
    number: true,
    width: 136,
    csv: item => item.cost,
    cell: item => <span title={costText(item)}>{shortCost(item)}</span>,
  },
]

/** The same for the CSV, with what the cost leaves out: on the page it stands beside the cost. */
export const sessionCsvColumns: Column<SessionItem>[] = [
  ...sessionColumns,
  { id: 'unpriced', header: 'calls without a price', csvOnly: true, csv: item => item.unpricedSpans, cell: () => null },
]
