import { parseArgs } from 'node:util'
import { verifyRollups } from '#lib/domain/traces/index.ts'
import { systemContext } from '#lib/platform/context.ts'
import { type Database, openDatabase } from '#lib/platform/db/client.ts'
import { loadEnv } from '#lib/platform/env.ts'
import { runningDatabaseUrl } from '#lib/platform/postgres/running.ts'
import { StartError } from '#lib/platform/start-error.ts'
import { explain } from './explain.ts'

const help = `npm run verify [-- --project default]

Counts the raw spans, scores and cost records again and holds every rollup against them. It may run beside a server: it
reads one snapshot of DATABASE_URL, or else of the database of the Holdpoint that runs here, and changes nothing.
Ends with 1 and the first difference, with its key, if there is any.
  --project  only this project; otherwise all of them`

const { values } = parseArgs({ options: { project: { type: 'string' }, help: { type: 'boolean', default: false } } })

async function verifyProjects(db: Database): Promise<void> {
  const projects = await db.prisma.project.findMany({ select: { id: true }, orderBy: { id: 'asc' } })
  const ids = projects.map(project => project.id).filter(id => values.project === undefined || id === values.project)
  if (ids.length === 0) throw new StartError(`There is no project ${values.project ?? 'yet'}.`)
  for (const id of ids) {
    const { traces, spans, difference } = await verifyRollups(systemContext(db, id, 'verify'), everyTenSeconds(id))
    const outcome = difference === null ? 'every rollup is what they add up to' : `first difference: ${difference}`
    console.log(`${id}: ${traces} traces, ${spans} spans counted again; ${outcome}`)
    if (difference !== null) process.exitCode = 1
  }
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

async function main(): Promise<void> {
  if (values.help) return console.log(help)
  const env = loadEnv()
  const url = env.databaseUrl ?? runningDatabaseUrl(env.dataDir)
  if (!url) throw new StartError(`No Holdpoint runs in ${env.dataDir}: start it, or set DATABASE_URL.`)
  const db = openDatabase(url, { max: 2 })
  await verifyProjects(db).finally(() => db.close())
}

await main().catch(error => {
  console.error(explain(error))
  process.exitCode = 1
})
