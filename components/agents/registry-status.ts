import type { AgentItem } from '#lib/domain/agents/schemas.ts'
import type { registryStatuses } from '#lib/domain/agents/statuses.ts'

/** Where an agent stands in the registry. */
export function registryStatus({
  registered,
  enabled,
  revision,
}: Pick<AgentItem, 'registered' | 'enabled' | 'revision'>): keyof typeof registryStatuses {
  if (registered) return enabled ? 'enabled' : 'disabled'
  return revision > 0 ? 'archived' : 'seen'
}
