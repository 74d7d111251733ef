import { setTimeout as wait } from 'node:timers/promises'
import { reportEvals } from './evals/report-evals.ts'
import { reportTests } from './evals/report-tests.ts'
import { tellDay } from './history.ts'
import { openIncidents } from './incidents.ts'
import { registerJudge } from './judge/register-judge.ts'
import { openStandIn } from './judge/stand-in.ts'
import { goLive } from './live.ts'
import { reportPipelines } from './pipelines.ts'
import { tellPrompts } from './prompts.ts'
import { Fleet } from './recorder.ts'
import { register } from './register.ts'
import { openSender, type Target } from './sender.ts'

// The demo fleet as a process: told by the server where it is, it tells its history day by day, then goes live, and ends
// when its time is over. The server starts the next one.

interface Order {
  target: Target
  past: { seed: string; liveFrom: number }
  filledDays: number
  days: number
  seconds: number
  /** Where the stand-in for the judge's model may listen; null: this server reaches nothing on its own machine. */
  modelPort: number | null
}

/** How often the fleet looks whether somebody has decided. */
const lookMs = 1_000

const { target, past, filledDays, days, seconds, modelPort } = JSON.parse(process.env.HOLDPOINT_DEMO ?? '{}') as Order
const until = Date.now() + seconds * 1000
const say = (message: object) => process.send?.(message)
// Without the server that started it there is nobody to talk to.
process.once('disconnect', () => process.exit(0))

const sender = openSender(target)
const fleet = new Fleet(sender.processor)

type Incidents = Awaited<ReturnType<typeof openIncidents>>

async function main(): Promise<void> {
  if (filledDays === 0) await register(target)
  const standIn = modelPort === null ? null : await openStandIn(modelPort, past.seed)
  if (standIn) await registerJudge(target, standIn)
  // The first of them asks at once, so that whoever looks has something to decide while the history comes.
  const incidents = await openIncidents({ fleet, sender, target }, past)
  await incidents.keepOne(Date.now())
  const end = new AbortController()
  const told = tell(incidents, standIn !== null).finally(() => end.abort())
  await Promise.all([attend(incidents, end.signal), told]).finally(() => standIn?.close())
}

/** What is decided happens within a second, whatever else the fleet is telling meanwhile. */
async function attend(incidents: Incidents, end: AbortSignal): Promise<void> {
  while (!end.aborted) {
    await incidents.look()
    await wait(lookMs, undefined, { signal: end }).catch(() => {})
  }
}

async function tell(incidents: Incidents, judged: boolean): Promise<void> {
  for (let done = filledDays; done < days; done++) {
    if (Date.now() > until) return
    // After the first day, so that there is something to see meanwhile.
    if (done === 1) {
      await reportTests(target)
      await reportEvals({ fleet, sender, target, judged }, past.seed)
      await tellPrompts(target)
    }
    await tellDay(fleet, sender, target, past, done - days)
    say({ filledDays: done + 1 })
  }
  // Last: until then the inbox is about incidents alone.
  await reportPipelines(target)
  await goLive({ fleet, sender, target, incidents }, { ...past, until })
}

await main().catch(error => {
  say({ failure: String(error?.message ?? error).slice(0, 500) })
  process.exitCode = 1
})
process.disconnect?.()
