import type { Metadata } from 'next'
import { createLoader, parseAsString, type SearchParams } from 'nuqs/server'
import { rolloutsPages } from '#components/rollouts/reads.ts'
import { RolloutsScreen } from '#components/rollouts/rollouts-screen.tsx'
import { listRolloutsContract } from '#lib/domain/rollouts/contract.ts'
import { listRollouts } from '#lib/domain/rollouts/index.ts'
import { firstPage, Prefetched } from '../prefetched.tsx'

export const metadata: Metadata = { title: 'Rollouts' }

const inAddress = createLoader({ agent: parseAsString })

export default async function RolloutsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { agent } = await inAddress(searchParams)
  const read = (state: 'active' | 'ended') => firstPage(listRolloutsContract, listRollouts, rolloutsPages(state, agent))
  return (
    <Prefetched reads={[read('active'), read('ended')]}>
      <RolloutsScreen />
    </Prefetched>
  )
}
