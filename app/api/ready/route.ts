import { database } from '#lib/platform/db/client.ts'

export const GET = async () => {
  const ready = await database()
    .pool.query('select 1')
    .then(
      () => true,
      () => false,
    )
  return Response.json({ status: ready ? 'ready' : 'database not available' }, { status: ready ? 200 : 503 })
}
