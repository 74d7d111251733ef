import { setTimeout as wait } from 'node:timers/promises'
import { askedRun } from './asked-run.ts'
import { agents, hourMs, type PlannedRun, rateAt, rateOf, runOf } from './calendar.ts'
import { deskNames, desks, livelier } from './desks.ts'
import type { Past } from './history.ts'
import type { openIncidents } from './incidents.ts'
import { randomOf } from './random.ts'
import type { Fleet } from './recorder.ts'
import { openRollouts } from './rollouts.ts'
import { request, type Sender, type Target } from './sender.ts'
import { cycleMs, keepStopping } from './stops.ts'

/** How often the fleet looks whether one of its agents has something to do. */
const beatMs = 1_000
interface Live extends Past {
  /** Ends then; what waits for a decision goes on in the next process. */
  until: number
}

interface Parts {
  fleet: Fleet
  sender: Sender
  target: Target
  incidents: Awaited<ReturnType<typeof openIncidents>>
}

/** Calm traffic in real time, at the rate of the hour, every step of it with a permit; and now and then something that has to be stopped. */
export async function goLive({ fleet, sender, target, incidents }: Parts, live: Live): Promise<void> {
  let cycle: number | null = null
  const rollouts = await openRollouts(fleet, target, live.seed)
  while (Date.now() < live.until) {
    const now = Date.now()
    const present = Math.floor((now - live.liveFrom) / cycleMs)
    if (present !== cycle) await keepStopping({ fleet, sender, target }, live, now)
    cycle = present
    const random = randomOf(live.seed, 'live', Math.floor(now / beatMs))
    const begins = (perHour: number) => random.chance((perHour * livelier(now) * beatMs) / hourMs)
    for (const agent of agents) {
      if (!begins(rateOf(agent, now))) continue
      const run = runOf(random, { agent, at: now, hour: (now - live.liveFrom) / hourMs, id: `live-${now}` })
      if (agent === 'incident-responder') await incidents.begin(run.at)
      else await tell(run)
    }
    for (const desk of deskNames) if (begins(rateAt(desks[desk], now))) await rollouts.answer(desk, now)
    await rollouts.beat(now)
    await sender.flush()
    await wait(beatMs - (Date.now() % beatMs))
  }
  await sender.flush()

  async function tell(run: PlannedRun): Promise<void> {
    const scores = await askedRun({ fleet, target }, live, run)
    for (const score of scores) await request(target, 'POST', '/api/v1/scores', score)
  }
}
