'use client'

import { useContract } from '#lib/client/use-contract.ts'
import { listBreakersContract } from '#lib/domain/breakers/contract.ts'
import type { BreakerItem } from '#lib/domain/breakers/schemas.ts'
import { listIncidentsContract } from '#lib/domain/incidents/contract.ts'
import { budgetUseContract, listPermitsContract } from '#lib/domain/permits/contract.ts'

export interface RunAtHand {
  agent: string
  /** The name of the run in permits. A trace that names no run has none. */
  runId: string | null
  tool: string
  environment: string
}

/** What the controls know about a run: its budget, its denied steps, and what is wrong with its agent now. */
export function useRunControl({ agent, runId, tool, environment }: RunAtHand) {
  const named = { enabled: runId !== null }
  const use = useContract(budgetUseContract, { query: { runId: runId ?? '', agent } }, named)
  const denied = useContract(
    listPermitsContract,
    { query: { runId: runId ?? '', agent, status: 'refused', limit: 50 } },
    named,
  )
  const breakers = useContract(listBreakersContract, { query: { state: 'refusing', limit: 200 } })
  const incidents = useContract(listIncidentsContract, { query: { state: 'unresolved', agent, limit: 5 } })
  const fits = (wanted: string | null, own: string | null) => wanted === null || wanted === own
  const guards = ({ scope }: BreakerItem) =>
    fits(scope.agent, agent) && fits(scope.tool, tool) && fits(scope.environment, environment)
  return {
    budget: use.data?.runs.find(run => run.tool === null) ?? null,
    denied: denied.data ?? null,
    breakers: breakers.data?.items.filter(guards) ?? null,
    incidents: incidents.data?.items ?? null,
  }
}
