import { readBudgets, runRulesOf, violationsOf } from '#lib/domain/budgets/index.ts'
import { submit } from '#lib/domain/permits/batcher.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { changedTraces, keepJudged, tracesAtATime } from './feed.ts'
import { guardrailsOf } from './guardrails.ts'
import { keepViolations } from './keep-violations.ts'
import { runsWithoutPermits } from './runs.ts'
import { youngSteps } from './steps.ts'
import { keepToldLabels } from './told-labels.ts'

/** How many steps one transaction takes. */
const stepsAtATime = 500

/**
 * Applies the same rules to agents that only send traces, after the fact: the limits of runs to their runs, and circuit
 * breakers to their steps. Policies learn what their runs touched. A trace is judged again whenever it has changed; a
 * step counts once.
 */
export async function judgeTraces(ctx: Context): Promise<void> {
  const { db, projectId } = ctx
  for (;;) {
    const { traces, until } = await changedTraces(ctx)
    const now = await ctx.clock.now(poolSql(db))
    if (traces.length > 0) {
      const budgets = await readBudgets(db, projectId)
      const tools = budgets.flatMap(({ kind, tool }) => (kind === 'run' && tool !== null ? [tool] : []))
      const runs = await runsWithoutPermits(ctx, traces, { tools, now })
      const judged = runs.map(run => ({ run, violations: violationsOf(rulesOf(budgets, run), run) }))
      await keepViolations(ctx, judged, now)
      await guardrailsOf(ctx, traces)
      await keepToldLabels(ctx, traces, now)
      const steps = await youngSteps(ctx, traces, now)
      for (let i = 0; i < steps.length; i += stepsAtATime)
        await submit({ ctx, operation: { kind: 'witness', steps: steps.slice(i, i + stepsAtATime) } })
    }
    await keepJudged(ctx, traces, until)
    if (traces.length < tracesAtATime || ctx.signal?.aborted) return
  }
}

/** The limits of the run itself, and of every tool that it called. */
function rulesOf(
  budgets: Awaited<ReturnType<typeof readBudgets>>,
  run: { agent: string; environment: string; release: string | null; byTool: ReadonlyMap<string, number> },
) {
  const facts = { agent: run.agent, environment: run.environment, release: run.release, userId: null, keyId: '' }
  const [whole] = runRulesOf(budgets, { ...facts, tool: null })
  const ofTools = [...run.byTool.keys()].flatMap(tool => runRulesOf(budgets, { ...facts, tool }).slice(1))
  return [...(whole ? [whole] : []), ...ofTools]
}
