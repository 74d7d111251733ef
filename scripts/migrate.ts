import { loadEnv } from '#lib/platform/env.ts'
import { migrate } from '#lib/platform/migrations/run.ts'

const { databaseUrl } = loadEnv()
if (!databaseUrl) {
  console.error('Set DATABASE_URL; the embedded database is migrated by npm start.')
  process.exit(1)
}
try {
  const { applied } = await migrate(databaseUrl)
  console.log(applied.length === 0 ? 'Nothing to apply.' : `Applied: ${applied.join(', ')}`)
} catch (error) {
  console.error((error as Error).message)
  process.exit(1)
}
