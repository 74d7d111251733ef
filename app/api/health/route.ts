import { plain } from '#lib/http/plain.ts'

export const GET = plain(
  { id: 'process.health', summary: 'Whether this process lives', produces: 'application/json' },
  async () => Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } }),
)
