'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Empty } from '#components/kit/blocks.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { TwoLines } from '#components/kit/table/two-lines.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { Countdown } from '#components/kit/when.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { endSilenceContract } from '#lib/domain/alerts/contract.ts'
import { groupText } from '#lib/domain/alerts/measures.ts'
import type { SilenceItem } from '#lib/domain/alerts/schemas.ts'
import { denialForRole } from '#lib/domain/list.ts'

const whatOf = ({ rule, labels }: SilenceItem) => [rule ?? 'every rule', groupText(labels)].filter(Boolean).join(': ')

const columns: Column<SilenceItem>[] = [
  {
    id: 'what',
    header: 'silenced',
    sort: whatOf,
    cell: row => <TwoLines name={whatOf(row)} note={row.reason} />,
  },
  {
    id: 'by',
    header: 'by',
    priority: 'low',
    sort: row => row.createdBy,
    cell: row => <VisibleText text={row.createdBy} />,
  },
  {
    id: 'left',
    header: 'time left',
    number: true,
    width: 112,
    sort: row => row.until,
    cell: row => <Countdown until={row.until} urgentMs={0} />,
  },
  { id: 'end', header: 'action', width: 96, cell: row => <EndSilence item={row} /> },
]
const rowId = ({ id }: SilenceItem) => id

interface Props {
  silences: readonly SilenceItem[] | undefined
  failure: ReactNode
  onNew: () => void
}

/** Silences that apply now. */
export function SilenceTable({ silences, failure, onNew }: Props) {
  const denial = denialForRole('alerts.silence', useShell().user.role)
  return (
    <SectionTable
      title="Silences"
      tools={
        <Button
          variant="default"
          size="compact-sm"
          disabled={denial !== null}
          title={denial ?? undefined}
          onClick={onNew}
        >
          New silence
        </Button>
      }
      columns={columns}
      rows={silences}
      rowId={rowId}
      sortKey="silences"
      failure={failure}
      empty={<Empty title="No silence is set: every alert is sent" />}
      expected={1}
    />
  )
}

function EndSilence({ item }: { item: SilenceItem }) {
  const queries = useQueryClient()
  const denial = denialForRole('alerts.silence', useShell().user.role)
  const end = useMutation({
    mutationFn: () => call(endSilenceContract, { params: { id: item.id } }),
    onSettled: () => queries.invalidateQueries({ predicate: ({ queryKey: [id] }) => String(id).startsWith('alerts.') }),
  })
  return (
    <Button
      variant="default"
      size="compact-sm"
      loading={end.isPending}
      disabled={denial !== null}
      title={denial ?? undefined}
      aria-label={`End the silence of ${whatOf(item)}`}
      onClick={() => end.mutate()}
    >
      End
    </Button>
  )
}
