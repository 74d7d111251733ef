import { readConfigs } from '#lib/platform/config/rows.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { breakerConfig } from './contract.ts'
import type { BreakerFields } from './schemas.ts'
import { type BreakerSettings, defaultBreaker } from './settings.ts'

export interface ConfiguredBreaker {
  slug: string
  scope: BreakerFields['scope']
  settings: BreakerSettings
  fallback: string | null
  configured: boolean
}

function toConfigured({ slug, scope, fallback, ...rest }: BreakerFields & { slug: string }): ConfiguredBreaker {
  const consecutiveFailures = rest.consecutiveFailures ?? (rest.window ? null : defaultBreaker.consecutiveFailures)
  return { slug, scope, fallback, configured: true, settings: { ...defaultBreaker, ...rest, consecutiveFailures } }
}

/** All breakers that somebody has set, by name. */
export const readBreakers = async (reader: Reader, projectId: string): Promise<ConfiguredBreaker[]> =>
  (await readConfigs(reader, projectId, breakerConfig)).map(toConfigured)

const ownPrefix = 'agent.'

/** The breaker that every agent has by default, until somebody sets one for it. */
export const ownBreaker = (agent: string): ConfiguredBreaker => ({
  slug: `${ownPrefix}${agent}`,
  scope: { agent, tool: null, environment: null },
  settings: defaultBreaker,
  fallback: null,
  configured: false,
})

/** The breaker of this name, whether it was set or is the default of an agent. Null if the name is neither. */
export const breakerNamed = (slug: string, all: readonly ConfiguredBreaker[]): ConfiguredBreaker | null =>
  all.find(one => one.slug === slug) ??
  (slug.startsWith(ownPrefix) && slug.length > ownPrefix.length ? ownBreaker(slug.slice(ownPrefix.length)) : null)

/** The breakers that a step passes. One that is set for the whole agent replaces the agent's default. */
export function breakersOf(
  all: readonly ConfiguredBreaker[],
  step: { agent: string; tool: string | null; environment: string },
): ConfiguredBreaker[] {
  const fits = (wanted: string | null, own: string | null) => wanted === null || wanted === own
  const found = all.filter(
    ({ scope }) =>
      fits(scope.agent, step.agent) && fits(scope.tool, step.tool) && fits(scope.environment, step.environment),
  )
  const whole = found.some(({ scope }) => scope.agent !== null && scope.tool === null && scope.environment === null)
  return whole ? found : [...found, ownBreaker(step.agent)]
}
