import { readBreakers } from '#lib/domain/breakers/index.ts'
import { readBudgets } from '#lib/domain/budgets/index.ts'
import type { ReadinessSource } from '#lib/platform/readiness.ts'
import { plural } from '#lib/shared/numbers.ts'
import type { Measured } from '#lib/shared/readiness.ts'
import { askingAgents } from './asking-agents.ts'

const week = 7 * 86_400_000
const pageOf = (agent: string) => `/agents/${encodeURIComponent(agent)}`
const connect = { text: 'Ask for a permit before each step', command: null, href: '/docs/permits' }
/** In these states a breaker counts and blocks nothing. */
const idle = { disabled: 'disabled', metrics_only: 'only counting' } as const

/** Whether limits stop what agents spend, and breakers what fails. Both apply only to agents that ask for permits. */
export const readiness: ReadinessSource = {
  points: ['budgets', 'breakers'],
  async measure(ctx, { agents, now }) {
    const [asking, budgets, breakers, idleRows] = await Promise.all([
      askingAgents(ctx, new Date(now.getTime() - week)),
      readBudgets(ctx.db, ctx.projectId),
      readBreakers(ctx.db, ctx.projectId),
      ctx.db.prisma.controlState.findMany({
        where: { projectId: ctx.projectId, kind: 'breaker', status: { in: Object.keys(idle) } },
        select: { key: true, status: true },
        orderBy: { key: 'asc' },
      }),
    ])
    const guarded = agents.filter(agent => asking.has(agent))
    const found = `${guarded.length} of ${plural(agents.length, 'agent')} of the last 7 days asked for permits`
    const free = agents
      .filter(agent => !asking.has(agent))
      .map(agent => ({ text: `${agent} asks for no permits: nothing stops it`, href: pageOf(agent) }))
    return [
      ofBudgets(found, guarded.length > 0, free, budgets.filter(isHard).length),
      {
        id: 'breakers',
        begun: guarded.length > 0,
        found: `${found}; each has a breaker of its own, and ${breakers.length} more are set`,
        gaps: [
          ...free,
          ...idleRows.map(({ key, status }) => ({
            text: `${key} is ${idle[status as keyof typeof idle]}`,
            href: `/breakers?breaker=${encodeURIComponent(key)}`,
          })),
        ],
        next: guarded.length === 0 || free.length > 0 ? connect : idleRows.length > 0 ? look : null,
      },
    ]
  },
}

const look = { text: 'Reset the breakers that only count', command: null, href: '/breakers' }
const isHard = (budget: { kind: string; hardUsd: string | null }) => budget.kind === 'period' && budget.hardUsd !== null

function ofBudgets(found: string, guarded: boolean, free: Measured['gaps'], hard: number): Measured {
  const none = { text: 'No cost budget of a day, week or month has a hard limit', href: '/budgets' }
  return {
    id: 'budgets',
    begun: guarded || hard > 0,
    found: `${found}, each bound by the limits of its run; ${plural(hard, 'cost budget')} with a hard limit`,
    gaps: [...free, ...(hard === 0 ? [none] : [])],
    next:
      free.length > 0 ? connect : hard === 0 ? { text: 'Set a cost budget', command: null, href: '/budgets' } : null,
  }
}
