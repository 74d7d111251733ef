import type { Metadata } from 'next'
import { createLoader, parseAsString, type SearchParams } from 'nuqs/server'
import { AgentList } from '#components/agents/agent-list.tsx'
import { agentChanges, agentPages } from '#components/agents/reads.ts'
import { agentListParams } from '#components/agents/search-params.ts'
import { rangeFrom, rangeParams } from '#lib/client/range-params.ts'
import { listAgentsContract } from '#lib/domain/agents/contract.ts'
import { listAgents } from '#lib/domain/agents/index.ts'
import { listChangesContract } from '#lib/domain/changes/contract.ts'
import { listChanges } from '#lib/domain/changes/index.ts'
import { firstPage, one, Prefetched } from '../prefetched.tsx'

export const metadata: Metadata = { title: 'Agents' }

const inAddress = createLoader({ environment: parseAsString, ...agentListParams, ...rangeParams })

export default async function AgentsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { environment, view, text, ...range } = await inAddress(searchParams)
  const reads = [
    firstPage(listAgentsContract, listAgents, agentPages(text)),
    one(listChangesContract, listChanges, agentChanges(environment, rangeFrom(range))),
  ]
  return (
    <Prefetched reads={view === 'agents' ? reads : []}>
      <AgentList />
    </Prefetched>
  )
}
