import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { TwoLines } from '#components/kit/table/two-lines.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { listDeliveriesContract } from '#lib/domain/channels/contract.ts'
import { deliveryStatuses } from '#lib/domain/channels/statuses.ts'
import type { Answer } from '#lib/shared/contract.ts'

export type Delivery = Answer<typeof listDeliveriesContract>['items'][number]

/** What was sent to a channel, and the result. */
export const deliveryColumns: Column<Delivery>[] = [
  {
    id: 'message',
    header: 'message',
    sort: row => row.title,
    cell: row => <TwoLines name={row.title} note={row.type} />,
  },
  {
    id: 'status',
    header: 'status',
    width: 124,
    sort: row => row.status,
    cell: row => <Status of={deliveryStatuses} value={row.status} />,
  },
  {
    id: 'result',
    header: 'receiver’s answer',
    priority: 'low',
    csv: row => row.lastResult,
    cell: row => (
      <span title={row.lastResult ?? undefined}>
        <VisibleText text={row.lastResult ?? '–'} />
      </span>
    ),
  },
  {
    id: 'attempts',
    header: 'attempts',
    number: true,
    width: 88,
    priority: 'lowest',
    sort: row => row.attempts,
    cell: row => row.attempts,
  },
  {
    id: 'next',
    header: 'next attempt',
    width: 120,
    priority: 'lowest',
    sort: row => row.nextAt,
    cell: row => (row.nextAt ? <When at={row.nextAt} /> : '–'),
  },
  {
    id: 'written',
    header: 'written',
    width: 112,
    sort: row => row.createdAt,
    cell: row => <When at={row.createdAt} />,
  },
]
