import { loadEnv } from '#lib/platform/env.ts'
import { migrate } from '#lib/platform/migrations/run.ts'
import { StartError } from '#lib/platform/start-error.ts'
import { explain } from './explain.ts'

try {
  const { databaseUrl } = loadEnv()
  if (!databaseUrl) throw new StartError('Set DATABASE_URL; the embedded database is migrated by npm start.')
  const { applied } = await migrate(databaseUrl)
  console.log(applied.length === 0 ? 'Nothing to apply.' : `Applied: ${applied.join(', ')}`)
} catch (error) {
  console.error(explain(error))
  process.exit(1)
}
