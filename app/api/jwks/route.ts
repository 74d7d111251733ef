import { publicKeys } from '#lib/domain/approvals/index.ts'
import { database } from '#lib/platform/db/client.ts'

/** Served as /.well-known/jwks.json. */
export const GET = async () =>
  Response.json(await publicKeys(database()), { headers: { 'cache-control': 'max-age=300' } })
