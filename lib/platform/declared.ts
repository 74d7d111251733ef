import type { Permission, PermissionRule } from '#lib/shared/permissions.ts'
import type { Topic, TopicRule } from '#lib/shared/topics.ts'
import type { ClaimCheck } from './claim-checks.ts'
import type { NeedSource } from './needs.ts'
import type { ReadinessSource } from './readiness.ts'
import { once, setOnce } from './registry.ts'
import type { StopSource } from './stops.ts'
import type { TimelineSource } from './timeline.ts'

/** What the domains bring along that this layer and lib/http read, though neither may import a domain. */
interface Declared {
  permissions: Readonly<Record<Permission, PermissionRule>>
  topics: Readonly<Record<Topic, TopicRule>>
  /** What may wait for a person. */
  needs: readonly NeedSource[]
  /** What happened, for the timelines of incidents. */
  timelines: readonly TimelineSource[]
  /** What is measured for the checklist. */
  readiness: readonly ReadinessSource[]
  /** What ends when an agent is switched off. */
  stops: readonly StopSource[]
  /** What may hold back an approved action at its claim. */
  claimChecks: readonly ClaimCheck[]
}

const name = 'declared'

/** At the start of a process, before any verb runs. */
export const declare = (all: Declared): void => setOnce(name, all)

/** Throws where nothing was declared: without rules nobody may do anything. */
export const declared = (): Declared =>
  once<Declared>(name, () => {
    throw new Error('No permissions and topics: the process has to call declareDomains() first.')
  })
