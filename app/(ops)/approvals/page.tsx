import type { Metadata } from 'next'
import { createLoader, parseAsString, type SearchParams } from 'nuqs/server'
import { inboxPages, requestOf } from '#components/approvals/reads.ts'
import { inboxView } from '#components/approvals/search-params.ts'
import { getApprovalContract, listApprovalsContract } from '#lib/domain/approvals/contract.ts'
import { getApproval, listApprovals } from '#lib/domain/approvals/index.ts'
import { firstPage, one, Prefetched } from '../prefetched.tsx'
import { InboxScreen } from './screen.tsx'

export const metadata: Metadata = { title: 'Approvals' }

const inAddress = createLoader({ environment: parseAsString, ...inboxView })

export default async function ApprovalsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { environment, id, ...filter } = await inAddress(searchParams)
  const open = (id: string) => one(getApprovalContract, getApproval, requestOf(id))
  // Where the address names no request, the first one is open.
  const list = firstPage(listApprovalsContract, listApprovals, inboxPages(filter, environment), ({ items: [first] }) =>
    id === null && first ? open(first.id) : null,
  )
  return (
    <Prefetched reads={id === null ? [list] : [list, open(id)]}>
      <InboxScreen />
    </Prefetched>
  )
}
