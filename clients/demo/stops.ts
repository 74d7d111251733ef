import { askedRun } from './asked-run.ts'
import { hourMs, type PlannedRun, runOf } from './calendar.ts'
import type { Past } from './history.ts'
import { planOf } from './plan.ts'
import { randomOf } from './random.ts'
import type { Fleet } from './recorder.ts'
import { request, type Sender, type Target } from './sender.ts'

/** So often something has to be stopped: oftener, and what it costs would outweigh the rest of the day. */
export const cycleMs = 4 * 3_600_000
/** The tool that is out of order then, and how many runs meet it. */
export const outage = { agent: 'support-agent', tool: 'lookup_order', runs: 7 } as const

interface Parts {
  fleet: Fleet
  sender: Sender
  target: Target
}

/**
 * What permits are for, in each cycle: a run of the code agent that goes in circles until its budget stops it, and a tool
 * that does not answer until its circuit breaker opens and the fallback takes over. What was begun is found by its runs'
 * names, so that the next process does not begin it again.
 */
export async function keepStopping({ fleet, sender, target }: Parts, past: Past, now: number): Promise<void> {
  const cycle = Math.floor((now - past.liveFrom) / cycleMs)
  const runaway = { ...planned('code-agent', past, now, `live-runaway-${cycle}`), runaway: true }
  if (await isNew(target, runaway)) await askedRun({ fleet, target }, past, runaway)
  const [first, ...others] = lookups(past, now, cycle)
  if (first && (await isNew(target, first)))
    for (const run of [first, ...others]) await askedRun({ fleet, target }, past, run, { outage: outage.tool })
  await sender.flush()
}

async function isNew(target: Target, { id }: PlannedRun): Promise<boolean> {
  const { status, body } = await request(target, 'GET', `/api/v1/permits?runId=${encodeURIComponent(id)}&limit=1`)
  return status < 400 && body.items.length === 0
}

function planned(agent: PlannedRun['agent'], { seed, liveFrom }: Past, at: number, id: string): PlannedRun {
  const run = runOf(randomOf(seed, id), { agent, at, hour: (at - liveFrom) / hourMs, id })
  return { ...run, environment: 'production' }
}

/** Runs of this cycle that look into an order: not every question of a customer needs it. */
function lookups(past: Past, now: number, cycle: number): PlannedRun[] {
  const runs = Array.from({ length: 60 }, (_, n) => planned(outage.agent, past, now, `live-outage-${cycle}-${n}`))
  return runs.filter(run => planOf(past, run).steps.some(({ tool }) => tool === outage.tool)).slice(0, outage.runs)
}
