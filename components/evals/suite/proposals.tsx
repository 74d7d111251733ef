import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { Failure } from '#components/kit/failure.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { dismissProposalContract, listProposalsContract } from '#lib/domain/evals/proposals/contract.ts'
import type { ProposalItem } from '#lib/domain/evals/proposals/schemas.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { AcceptDialog } from './accept-dialog.tsx'

const rowId = ({ id }: ProposalItem) => id
const why = { failed: 'failed', 'low-score': 'scored low', person: 'proposed' } as const

/** Traces that may become scenarios, if there are any. Each can be read, and accepted or dismissed. */
export function Proposals({ suite }: { suite: string | null }) {
  const query = suite === null ? { limit: 20 } : { limit: 20, suite }
  const { data, error, refetch } = useContract(listProposalsContract, { query })
  const [accepting, setAccepting] = useState<ProposalItem | null>(null)
  const denial = denialForRole('evals.accept', useShell().user.role)
  const dismiss = useMutation({
    mutationFn: (id: string) => call(dismissProposalContract, { params: { id } }),
  })
  if (data?.items.length === 0) return null
  return (
    <>
      <SectionTable
        title="Proposed scenarios"
        note="runs that failed or scored low; a person accepts them"
        columns={columnsOf({
          denial,
          busy: dismiss.isPending,
          onAccept: setAccepting,
          onDismiss: ({ id }) => dismiss.mutate(id),
        })}
        rows={data?.items}
        rowId={rowId}
        sortKey="proposals"
        failure={
          (error ?? dismiss.error) ? (
            <Failure
              what={error ? 'The proposals could not be read.' : 'It was not dismissed.'}
              error={error ?? dismiss.error}
              retry={() => void refetch()}
            />
          ) : null
        }
        empty={null}
      />
      {accepting ? <AcceptDialog proposal={accepting} onClose={() => setAccepting(null)} /> : null}
    </>
  )
}

interface Doing {
  denial: string | null
  busy: boolean
  onAccept: (row: ProposalItem) => void
  onDismiss: (row: ProposalItem) => void
}

const columnsOf = ({ denial, busy, onAccept, onDismiss }: Doing): Column<ProposalItem>[] => [
  {
    id: 'input',
    header: 'input',
    leads: true,
    cell: row => (
      <Link href={`/traces/${row.traceId}`}>
        <VisibleText text={row.input?.slice(0, 200) || `trace ${row.traceId.slice(0, 12)}`} />
      </Link>
    ),
  },
  { id: 'suite', header: 'suite', width: 190, priority: 'low', cell: row => <VisibleText text={row.suite} /> },
  { id: 'why', header: 'reason', width: 100, priority: 'low', cell: row => why[row.why] },
  { id: 'at', header: 'proposed', width: 100, priority: 'lowest', cell: row => <When at={row.proposedAt} /> },
  {
    id: 'do',
    header: 'decision',
    width: 190,
    cell: row => (
      <span style={{ display: 'inline-flex', gap: 6 }}>
        <Button
          size="compact-xs"
          variant="default"
          disabled={denial !== null}
          title={denial ?? undefined}
          onClick={() => onAccept(row)}
        >
          Accept…
        </Button>
        <Button
          size="compact-xs"
          variant="subtle"
          disabled={denial !== null || busy}
          title={denial ?? undefined}
          onClick={() => onDismiss(row)}
        >
          Dismiss
        </Button>
      </span>
    ),
  },
]
