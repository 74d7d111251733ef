import type { Metadata } from 'next'
import type { SearchParams } from 'nuqs/server'
import { traceListInAddress, tracesListed } from '#components/traces/reads.ts'
import { TraceList } from '#components/traces/trace-list.tsx'
import { listTracesContract } from '#lib/domain/traces/contract.ts'
import { listTraces } from '#lib/domain/traces/index.ts'
import { firstPage, Prefetched } from '../prefetched.tsx'

export const metadata: Metadata = { title: 'Traces' }

export default async function TracesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { pages } = tracesListed(await traceListInAddress(searchParams))
  return (
    <Prefetched reads={[firstPage(listTracesContract, listTraces, pages)]}>
      <TraceList />
    </Prefetched>
  )
}
