import type { Budget } from '#lib/domain/budgets/index.ts'
import { readConfigs } from '#lib/platform/config/rows.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { sloConfig } from './contract.ts'
import type { Slo } from './schemas.ts'

/** Service levels whose budget was told to be spent, and that say this of it. */
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

/** Reads once why rollouts of an agent must not go on: the service levels that are spent and hold rollouts. Empty: none does. */
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

/** Rate limits of agents whose service level is spent and throttles them. */
export async function throttles(reader: Reader, projectId: string): Promise<Budget[]> {
  const slos = await spent(reader, projectId, 'throttle')
  return slos.map(({ slug, agent, environment, throttle }) => ({
    ...nothing,
    why: `The error budget of the service level ${slug} is spent: it`,
    ...{ slug: `slo:${slug}`, kind: 'rate' as const, agent, environment },
    ...{ permits: throttle?.permits ?? 10, perSeconds: throttle?.perSeconds ?? 60 },
  }))
}
