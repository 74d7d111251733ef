'use client'

import { useMemo } from 'react'
import { useContract } from '#lib/client/use-contract.ts'
import { usePages } from '#lib/client/use-pages.ts'
import { useScope } from '#lib/client/use-scope.ts'
import { listAgentsContract } from '#lib/domain/agents/contract.ts'
import type { AgentItem } from '#lib/domain/agents/schemas.ts'
import { listChangesContract } from '#lib/domain/changes/contract.ts'
import type { Compared } from '#lib/domain/changes/schemas.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'
import { agentChanges, agentPages } from '../reads.ts'

/** An agent and what it did in the range; null: nothing; undefined: not known, or not yet. */
export interface AgentRow extends AgentItem {
  did: Compared | null | undefined
}

const idOf = ({ slug }: AgentItem) => slug

/** Agents by name, each with its figures of the range against those of the range before. */
export function useAgents(text: string, range: TimeRange) {
  const { environment } = useScope()
  const list = usePages(listAgentsContract, { ...agentPages(text), idOf, keepPrevious: true })
  const changes = useContract(listChangesContract, agentChanges(environment, range), { keepPrevious: true })
  const rows = useMemo(() => {
    const did = new Map(changes.data?.items.map(item => [item.key, item]))
    const complete = changes.data !== undefined && changes.data.total <= did.size
    const all = list.items.map(
      (item): AgentRow => ({ ...item, did: did.get(item.slug) ?? (complete ? null : undefined) }),
    )
    return environment ? all.filter(row => isOf(environment, row)) : all
  }, [list.items, changes.data, environment])
  return { rows, list, changes }
}

/** Seen there, or meant to run there. */
const isOf = (environment: string, { seen, environments }: AgentRow) =>
  environments.includes(environment) || (seen?.environments.includes(environment) ?? false)
