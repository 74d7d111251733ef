import { type Context, systemContext } from '#lib/platform/context.ts'
import { openDatabase } from '#lib/platform/db/client.ts'
import { loadEnv } from '#lib/platform/env.ts'
import { requireMigrated } from '#lib/platform/migrations/run.ts'
import { runningDatabaseUrl } from '#lib/platform/postgres/running.ts'
import { StartError } from '#lib/platform/start-error.ts'

interface Options {
  /** The name of the command, for the audit. */
  command: string
  /** The only project to work on; all of them without it. */
  project: string | undefined
  /** The most connections it opens. */
  connections: number
}

/** Does something with each project stored in DATABASE_URL, or else in the database of the Holdpoint that runs here, one after the other. */
export async function eachStoredProject(options: Options, use: (ctx: Context) => Promise<void>): Promise<void> {
  const env = loadEnv()
  const url = env.databaseUrl ?? runningDatabaseUrl(env.dataDir)
  if (!url) throw new StartError(`No Holdpoint runs in ${env.dataDir}: start it, or set DATABASE_URL.`)
  await requireMigrated(url)
  const db = openDatabase(url, { max: options.connections })
  try {
    const projects = await db.prisma.project.findMany({
      where: options.project === undefined ? {} : { id: options.project },
      select: { id: true },
      orderBy: { id: 'asc' },
    })
    if (projects.length === 0) throw new StartError(`There is no project ${options.project ?? 'yet'}.`)
    for (const { id } of projects) await use(systemContext(db, id, options.command))
  } finally {
    await db.close()
  }
}
