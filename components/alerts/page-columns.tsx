'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { TwoLines } from '#components/kit/table/two-lines.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { acknowledgePageContract } from '#lib/domain/on-call/contract.ts'
import type { PageItem } from '#lib/domain/on-call/schemas.ts'
import { pageStatuses } from '#lib/domain/on-call/statuses.ts'

const rank = { open: 0, acknowledged: 1, ended: 2 }

/** Columns for pages of on-call. */
export const pageColumns: Column<PageItem>[] = [
  {
    id: 'about',
    header: 'about',
    leads: true,
    sort: row => row.title,
    cell: row => <TwoLines name={row.title} note={`by ${row.policy}`} />,
  },
  {
    id: 'state',
    header: 'state',
    width: 184,
    sort: row => rank[row.state],
    csv: row => row.state,
    cell: row => (
      <span title={`since then by ${row.changedBy}`}>
        <Status of={pageStatuses} value={row.state} />
      </span>
    ),
  },
  {
    id: 'told',
    header: 'notified',
    priority: 'low',
    sort: row => row.told.join(', '),
    cell: row => <VisibleText text={row.told.join(', ') || 'nobody yet'} />,
  },
  {
    id: 'next',
    header: 'next step',
    width: 112,
    priority: 'lowest',
    sort: row => row.nextAt,
    cell: row => (row.nextAt ? <When at={row.nextAt} /> : '–'),
  },
  {
    id: 'since',
    header: 'since',
    width: 112,
    priority: 'low',
    sort: row => row.openedAt,
    cell: row => <When at={row.openedAt} />,
  },
  {
    id: 'action',
    header: 'action',
    width: 132,
    cell: row => (row.state === 'open' ? <Acknowledge page={row} /> : null),
  },
]

function Acknowledge({ page }: { page: PageItem }) {
  const queries = useQueryClient()
  const denial = denialForRole('on-call.acknowledge', useShell().user.role)
  const send = useMutation({
    mutationFn: () => call(acknowledgePageContract, { params: { id: page.id } }),
    onSettled: () =>
      queries.invalidateQueries({ predicate: ({ queryKey: [id] }) => String(id).startsWith('on-call.') }),
  })
  return (
    <Button
      variant="default"
      size="compact-sm"
      loading={send.isPending}
      disabled={denial !== null}
      title={denial ?? undefined}
      aria-label={`Acknowledge ${page.title}`}
      onClick={() => send.mutate()}
    >
      Acknowledge
    </Button>
  )
}
