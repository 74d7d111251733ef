import { codeAgent } from './agents/code-agent.ts'
import { deployCrew } from './agents/deploy-crew.ts'
import { type Incident, incidentOf, incidentResponder, type Remedy } from './agents/incident-responder.ts'
import type { RunContext, RunResult } from './agents/run.ts'
import { supportAgent } from './agents/support-agent.ts'
import { dayMs, type PlannedRun, planDay } from './calendar.ts'
import { tellDesks } from './desks.ts'
import { randomOf } from './random.ts'
import type { Fleet } from './recorder.ts'
import { request, type Sender, type Target } from './sender.ts'

/** What the fleet is told by: the same seed and start are the same history. */
export interface Past {
  seed: string
  /** The hour at which the fleet goes live: the end of its history. Milliseconds since 1970. */
  liveFrom: number
}

/** Tells one run through the SDK. */
export function tellRun(fleet: Pick<Fleet, 'recorder'>, seed: string, run: PlannedRun): RunResult {
  const random = randomOf(seed, run.id)
  const recorder = fleet.recorder({ name: run.agent, release: run.release, environment: run.environment }, random)
  const context: RunContext = { run, random, recorder }
  if (run.agent === 'support-agent') return supportAgent(context)
  if (run.agent === 'code-agent') return codeAgent(context)
  if (run.agent === 'deploy-crew') return deployCrew(context)
  const incident = incidentOf(randomOf(seed, run.id, 'incident'))
  return incidentResponder({ ...context, incident }, pastRemedy(randomOf(seed, run.id, 'remedy'), incident, run))
}

/** In the past somebody had decided, or nothing had to be deleted. */
function pastRemedy(random: ReturnType<typeof randomOf>, incident: Incident, run: PlannedRun): Remedy {
  if (random.chance(0.6)) return { kind: 'none' }
  const from = run.at + random.between(90_000, 900_000)
  if (random.chance(0.8)) return { kind: 'done', resource: incident.resource, from }
  return { kind: 'stopped', why: 'rejected: it still has the primary', from }
}

/** Tells one day and waits until Holdpoint has all of it. */
export async function tellDay(
  fleet: Fleet,
  sender: Sender,
  target: Target,
  { seed, liveFrom }: Past,
  day: number,
): Promise<number> {
  const runs = planDay(seed, liveFrom, day)
  const scores = runs.flatMap(run => tellRun(fleet, seed, run).scores)
  tellDesks(fleet, seed, liveFrom, day)
  await sender.flush()
  await inTurns(scores, 8, score => accepted(request(target, 'POST', '/api/v1/scores', score)))
  await accepted(request(target, 'POST', '/api/v1/costs', { costs: costsOf(seed, liveFrom, day) }))
  return runs.length
}

async function accepted(answer: ReturnType<typeof request>): Promise<void> {
  const { status, body } = await answer
  if (status >= 400) throw new Error(`answered with ${status}: ${JSON.stringify(body).slice(0, 300)}`)
}

/** What the day cost beside tokens. */
function costsOf(seed: string, liveFrom: number, day: number) {
  const random = randomOf(seed, 'costs', day)
  const at = new Date(liveFrom + day * dayMs).toISOString()
  const cost = (kind: string, agent: string, usd: number, description: string) => ({
    id: `demo-${kind}-${agent}-${day}`,
    kind,
    agent,
    environment: 'production',
    amountUsd: usd.toFixed(4),
    at,
    description,
  })
  return [
    cost('storage', 'support-agent', random.between(0.19, 0.21), 'Vector index, 4 GB'),
    cost('api', 'support-agent', random.between(0.3, 0.5), 'Search API'),
    cost('compute', 'code-agent', random.around(2.4, 0.15), 'Sandboxes, by the minute'),
  ]
}

/** Some at once, in order. */
async function inTurns<T>(items: readonly T[], width: number, work: (item: T) => Promise<unknown>): Promise<void> {
  let next = 0
  const lane = async () => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item)
  }
  await Promise.all(Array.from({ length: width }, lane))
}
