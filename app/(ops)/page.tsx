import type { Metadata } from 'next'
import { createLoader, parseAsString, type SearchParams } from 'nuqs/server'
import { DemoButton } from '#components/demo/demo-button.tsx'
import { OverviewScreen } from '#components/overview/overview-screen.tsx'
import { anyTrace, changesQueryOf, needsOf } from '#components/overview/reads.ts'
import { dayParams, rangeFrom } from '#lib/client/range-params.ts'
import { listChangesContract } from '#lib/domain/changes/contract.ts'
import { listChanges } from '#lib/domain/changes/index.ts'
import { listNeedsContract } from '#lib/domain/needs/contract.ts'
import { listNeeds } from '#lib/domain/needs/index.ts'
import { listTracesContract } from '#lib/domain/traces/contract.ts'
import { listTraces } from '#lib/domain/traces/index.ts'
import { one, Prefetched } from './prefetched.tsx'

export const metadata: Metadata = { title: 'Overview' }

const inAddress = createLoader({ environment: parseAsString, ...dayParams })

export default async function OverviewPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { environment, ...range } = await inAddress(searchParams)
  const reads = [
    one(listNeedsContract, listNeeds, needsOf(environment)),
    one(listChangesContract, listChanges, { query: changesQueryOf(environment, rangeFrom(range)) }),
    one(listTracesContract, listTraces, anyTrace),
  ]
  return (
    <Prefetched reads={reads}>
      <OverviewScreen demo={<DemoButton />} />
    </Prefetched>
  )
}
