import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { getRecompute, recomputeRange, startRecompute, stepRecompute } from '#lib/domain/traces/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { explain } from './explain.ts'
import { eachStoredProject } from './stored.ts'

const help = `npm run recompute -- --from 2026-11-01 --to 2026-11-30 [--project default]

Brings stored traces that were first seen on these days (UTC, both included) to the rules and prices of this version:
tokens, cost, model calls, trace rows, runs and rollups. It may run beside a server, and be stopped and started again
with the same days at any time. It works on DATABASE_URL, or else on the database of the Holdpoint that runs here.
  --project  only this project; otherwise all of them`

const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    to: { type: 'string' },
    project: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
/** A name of its own for this process: two of them share the work and never do the same piece. */
const worker = randomUUID()
let stopping = false

async function recomputeProject(ctx: Context, range: { from: string; to: string }): Promise<void> {
  const { id, resumed } = await startRecompute(ctx, range)
  console.log(`${ctx.projectId}: ${resumed ? 'goes on with' : 'begins'} ${range.from} to ${range.to}`)
  let told = performance.now()
  for (let waiting = false; !stopping; ) {
    const answer = await stepRecompute(ctx, { id, worker })
    if (answer.state === 'finished') return await printChanges(ctx, id)
    if (answer.state === 'stopped') break
    if (answer.state === 'waiting') {
      if (!waiting) console.log(`${ctx.projectId}: what is left is with another process, or was until it stopped`)
      await setTimeout(500)
    }
    waiting = answer.state === 'waiting'
    if (performance.now() - told < 2_000) continue
    told = performance.now()
    await printProgress(ctx, id)
  }
  console.log(`${ctx.projectId}: stopped; the same command goes on from here`)
}

async function printProgress(ctx: Context, id: string): Promise<void> {
  const { days, daysDone, traces, tracesChanged } = await getRecompute(ctx, { id })
  console.log(
    `${ctx.projectId}: ${daysDone} of ${days} days done, ${traces} traces recomputed, ${tracesChanged} of them changed`,
  )
}

async function printChanges(ctx: Context, id: string): Promise<void> {
  const { before, after, ...done } = await getRecompute(ctx, { id })
  console.table({
    'input tokens': { before: before.inputTokens, after: after.inputTokens },
    'output tokens': { before: before.outputTokens, after: after.outputTokens },
    'cost, US dollars': { before: before.cost, after: after.cost },
  })
  console.log(
    `${ctx.projectId}: finished. ${done.tracesChanged} of ${done.traces} traces changed, ${done.spansChanged} of ${done.spans} spans.`,
  )
  if (done.spansUnread > 0) {
    console.log(`${done.spansUnread} spans stay as they were: what is kept of them is not enough to read them again.`)
  }
}

async function main(): Promise<void> {
  const range = recomputeRange.safeParse({ from: values.from, to: values.to })
  if (values.help || !range.success) {
    console.log(help)
    process.exitCode = values.help ? 0 : 1
    return
  }
  await eachStoredProject({ command: 'recompute', project: values.project, connections: 4 }, ctx =>
    recomputeProject(ctx, range.data),
  )
}

// The piece in work is finished; a second signal ends the process at once.
for (const event of ['SIGINT', 'SIGTERM'] as const) {
  process.once(event, () => {
    stopping = true
  })
}
await main().catch(error => {
  console.error(explain(error))
  process.exitCode = 1
})
