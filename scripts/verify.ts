import { parseArgs } from 'node:util'
import { verifyRollups } from '#lib/domain/traces/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { explain } from './explain.ts'
import { eachStoredProject } from './stored.ts'

const help = `npm run verify [-- --project default]

Counts the raw spans, scores and cost records again and holds every rollup against them. It may run beside a server: it
reads one snapshot of DATABASE_URL, or else of the database of the Holdpoint that runs here, and changes nothing.
Ends with 1 and the first difference, with its key, if there is any.
  --project  only this project; otherwise all of them`

const { values } = parseArgs({ options: { project: { type: 'string' }, help: { type: 'boolean', default: false } } })

async function verifyProject(ctx: Context): Promise<void> {
  const { traces, spans, difference } = await verifyRollups(ctx, everyTenSeconds(ctx.projectId))
  const outcome = difference === null ? 'every rollup is what they add up to' : `first difference: ${difference}`
  console.log(`${ctx.projectId}: ${traces} traces, ${spans} spans counted again; ${outcome}`)
  if (difference !== null) process.exitCode = 1
}

/** Millions of spans take minutes: says how far it is, on the error output, so that the result stays alone on the other. */
function everyTenSeconds(projectId: string): (counted: number, of: number) => void {
  let last = Date.now()
  return (counted, of) => {
    if (Date.now() - last < 10_000) return
    last = Date.now()
    console.error(`${projectId}: ${counted} of ${of} spans counted again`)
  }
}

if (values.help) console.log(help)
else {
  await eachStoredProject({ command: 'verify', project: values.project, connections: 2 }, verifyProject).catch(
    error => {
      console.error(explain(error))
      process.exitCode = 1
    },
  )
}
