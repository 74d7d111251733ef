import type { Budget } from '#lib/domain/budgets/index.ts'
import { readConfigs } from '#lib/platform/config/rows.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { sloConfig } from './contract.ts'
import type { Slo } from './schemas.ts'

/** Service levels whose last known status is exhausted, and that have this `onExhausted`. */
async function spent(reader: Reader, projectId: string, onExhausted: Slo['onExhausted']): Promise<Slo[]> {
  const rows = await reader.prisma.controlState.findMany({
    where: { projectId, kind: 'slo', status: 'exhausted' },
    select: { key: true },
  })
  if (rows.length === 0) return []
  const slugs = new Set(rows.map(({ key }) => key))
  const slos: Slo[] = await readConfigs(reader, projectId, sloConfig)
  return slos.filter(slo => slugs.has(slo.slug) && slo.onExhausted === onExhausted)
}

interface Held {
  agent: string
  environment: string | null
}

/** Reads the spent service levels that hold rollouts, and returns a function that says which of them hold a rollout. */
export async function rolloutHolds(reader: Reader, projectId: string) {
  const slos = await spent(reader, projectId, 'hold_rollouts')
  return ({ agent, environment }: Held) =>
    slos
      .filter(slo => slo.agent === agent && (slo.environment === null || slo.environment === environment))
      .map(({ slug }) => ({ slug, reason: `The error budget of the service level ${slug} is spent.` }))
}

const nothing = {
  ...{ environment: null, tool: null, release: null, user: null, key: null, onExceed: null },
  ...{ llmCalls: null, toolCalls: null, tokens: null, seconds: null, usd: null },
  ...{ period: null, softUsd: null, hardUsd: null },
}

/** The rate limits that spent service levels put on their agents. */
export async function throttles(reader: Reader, projectId: string): Promise<Budget[]> {
  const slos = await spent(reader, projectId, 'throttle')
  return slos.map(({ slug, agent, environment, throttle }) => ({
    ...nothing,
    why: `The error budget of the service level ${slug} is spent: it`,
    ...{ slug: `slo:${slug}`, kind: 'rate' as const, agent, environment },
    ...{ permits: throttle?.permits ?? 10, perSeconds: throttle?.perSeconds ?? 60 },
  }))
}
