import { publicKeys } from '#lib/domain/approvals/index.ts'
import { plain } from '#lib/http/plain.ts'
import { database } from '#lib/platform/db/client.ts'

/** Served as /.well-known/jwks.json. */
export const GET = plain(
  {
    id: 'approvals.keys',
    path: '/.well-known/jwks.json',
    summary: 'Public keys of receipts, a JWK set',
    produces: 'application/json',
  },
  async () => Response.json(await publicKeys(database()), { headers: { 'cache-control': 'max-age=300' } }),
)
