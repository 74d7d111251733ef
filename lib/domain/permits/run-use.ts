import { type Budget, newRun, type RunRule, type RunUse, runRulesOf, workedMs } from '#lib/domain/budgets/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { readStates, reviveAmounts } from '#lib/platform/state-machine/control-state.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import { runKey } from './ask.ts'
import type { RunBudgetUse } from './schemas.ts'

/** The most permits that are read to find runs. */
const most = 500

/** How long a stopped run is shown. */
const stoppedMs = 900_000

interface Seen {
  agent: string
  runId: string
  environment: string
  tool: string | null
  traceId: string | null
}

/** How much of their limits runs have used that work now, or that were stopped a short time ago. */
export async function runUses(
  ctx: Context,
  budgets: readonly Budget[],
  of: { runId?: string | undefined; agent?: string | undefined },
  now: number,
): Promise<RunBudgetUse[]> {
  const wanted = new Map<string, { seen: Seen; rule: RunRule }>()
  for (const seen of await seenRuns(ctx, of, new Date(now - stoppedMs)))
    for (const rule of runRulesOf(budgets, { ...seen, release: null, userId: null, keyId: '' })) {
      const key = runKey(seen.agent, seen.runId, rule.tool)
      if (!wanted.has(key)) wanted.set(key, { seen, rule })
    }
  const states = await readStates<RunUse>(poolSql(ctx.db), ctx.projectId, 'run', [...wanted.keys()])
  return [...wanted].flatMap(([key, { seen, rule }]) => {
    const stored = states.get(key)
    return stored ? [toUse(seen, rule, reviveAmounts(stored), now)] : []
  })
}

async function seenRuns(
  { db, projectId }: Context,
  { runId, agent }: Parameters<typeof runUses>[2],
  since: Date,
): Promise<Seen[]> {
  const select = { agent: true, runId: true, environment: true, tool: true, traceId: true } as const
  const read = (where: object, take: number) =>
    db.prisma.permit.findMany({
      where: { projectId, agent, ...where },
      select,
      orderBy: [{ askedAt: 'desc' }, { id: 'desc' }],
      take,
    })
  if (runId !== undefined) return read({ runId }, most)
  const [held, denied] = await Promise.all([
    db.prisma.permit.findMany({
      where: { projectId, agent, status: { in: ['open', 'waiting'] } },
      select,
      orderBy: { leaseUntil: 'desc' },
      take: most,
    }),
    read({ status: 'refused', askedAt: { gte: since } }, 200),
  ])
  return [...held, ...denied]
}

function toUse({ agent, runId, traceId }: Seen, rule: RunRule, run: RunUse, now: number): RunBudgetUse {
  const { limits, slug, tool } = rule
  const { used, reserved, extra } = { ...newRun, ...run }
  const count = (measure: 'llmCalls' | 'toolCalls' | 'tokens') => ({
    measure,
    used: String(used[measure]),
    reserved: String(reserved[measure]),
    limit: limits[measure] === null ? null : String(limits[measure] + extra[measure]),
  })
  const busy = reserved.llmCalls + reserved.toolCalls + reserved.tokens > 0 || reserved.nanos > 0n
  return {
    ...{ agent, runId, tool, traceId, budget: slug },
    state: run.endedAt !== null ? 'ended' : run.waits > 0 ? 'waiting' : busy ? 'working' : 'idle',
    measures: [
      ...(['llmCalls', 'toolCalls', 'tokens'] as const).map(count),
      {
        measure: 'usd',
        used: nanosToUsd(used.nanos),
        reserved: nanosToUsd(reserved.nanos),
        limit: limits.nanos === null ? null : nanosToUsd(limits.nanos + extra.nanos),
      },
      {
        measure: 'seconds',
        used: String(Math.floor(workedMs(run, now) / 1000)),
        reserved: '0',
        limit: limits.seconds === null ? null : String(limits.seconds),
      },
    ],
  }
}
