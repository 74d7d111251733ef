import type { PlannedRun } from './calendar.ts'
import { type Past, tellRun } from './history.ts'
import { type Plan, planOf, type Step } from './plan.ts'
import { randomOf } from './random.ts'
import type { Fleet } from './recorder.ts'
import { request, type Target } from './sender.ts'

interface Parts {
  fleet: Fleet
  target: Target
}

/** Of a permit, what the fleet reads. */
interface Permit {
  id: string | null
  decision: 'allow' | 'deny' | 'needs_approval' | 'fallback'
  reasons: { message: string }[]
  fallback: string | null
}

/** Begins as the run did and ends differently: something denied a step, or a tool that should have answered did not. */
type Ending = { steps: Step[]; error: string } | { steps: Step[]; fallback: string; because: string }

/**
 * A run whose every step is asked for first. Where all are allowed it is the run that was planned; where one is not, it
 * ends there, with what stopped it; where a workflow is named instead, that one answers.
 */
export async function askedRun(
  { fleet, target }: Parts,
  past: Past,
  run: PlannedRun,
  { outage = null }: { outage?: string | null } = {},
) {
  const plan = planOf(past, run)
  const ending = await endingOf(target, run, plan, outage)
  await request(target, 'POST', `/api/v1/runs/${encodeURIComponent(run.id)}/end`, { agent: run.agent })
  if (ending === null) return tellRun(fleet, past.seed, run).scores
  tellEnding(fleet, past, run, plan, ending)
  return []
}

/** Asks for each step and reports on it; null where all went as planned. */
async function endingOf(target: Target, run: PlannedRun, plan: Plan, outage: string | null): Promise<Ending | null> {
  const done: Step[] = []
  for (const step of plan.steps) {
    const permit = await ask(target, run, plan, step)
    const because = permit.reasons[0]?.message ?? permit.decision
    if (permit.decision === 'fallback') return { steps: done, fallback: permit.fallback ?? 'fallback', because }
    if (permit.decision !== 'allow') return { steps: done, error: `StoppedByHoldpoint: ${because}` }
    const broken = step.tool !== null && step.tool === outage
    const error = broken ? `TimeoutError: ${outage} did not answer within 5 s` : step.fields.error
    await request(target, 'POST', `/api/v1/permits/${permit.id}/outcome`, {
      status: broken ? 'timeout' : error === undefined ? 'ok' : 'error',
      usage: { tokens: step.tokens },
      durationMs: Math.round(broken ? 5_000 : step.fields.end - step.fields.start),
      ...(error === undefined ? {} : { error }),
      ...(step.output && !broken && { output: step.output }),
    })
    done.push(broken ? { ...step, failed: true, fields: { ...step.fields, error: error ?? '' } } : step)
    if (broken) return { steps: done, error: error ?? '' }
  }
  return null
}

async function ask(target: Target, run: PlannedRun, { traceId }: Plan, { tool, tokens, input }: Step): Promise<Permit> {
  const { status, body } = await request(target, 'POST', '/api/v1/permits', {
    ...{ agent: run.agent, runId: run.id, traceId, environment: run.environment, release: run.release },
    ...(tool === null
      ? { step: 'llm', estimate: { llmCalls: 1, tokens }, ...(input && { input }) }
      : { step: 'tool', tool }),
  })
  if (status >= 400) throw new Error(`a permit was answered with ${status}: ${JSON.stringify(body).slice(0, 300)}`)
  return body as Permit
}

/** Tells the trace of a run that did not go as planned: the steps that were done, under one root. */
function tellEnding(fleet: Fleet, { seed }: Past, run: PlannedRun, { traceId }: Plan, ending: Ending): void {
  const random = randomOf(seed, run.id, 'ending')
  const recorder = fleet.recorder({ name: run.agent, release: run.release, environment: run.environment }, random)
  const root = { ...recorder.reserve(), traceId }
  let end = run.at + 5
  for (const { fields } of ending.steps) {
    recorder.span({ ...fields, parent: root })
    end = Math.max(end, fields.end)
  }
  const scope = 'holdpoint.demo'
  const common = { 'gen_ai.agent.name': run.agent, 'holdpoint.run.id': run.id }
  if ('fallback' in ending) {
    const attributes = { ...common, 'openinference.span.kind': 'CHAIN', 'input.value': ending.because }
    recorder.span({ scope, name: ending.fallback, start: end, end: end + 40, parent: root, attributes })
    end += 40
  }
  recorder.fulfil(root, {
    scope,
    name: `invoke_agent ${run.agent}`,
    start: run.at,
    end,
    attributes: { ...common, 'gen_ai.operation.name': 'invoke_agent' },
    ...('error' in ending ? { error: ending.error } : {}),
  })
}
