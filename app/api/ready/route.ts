import { plain } from '#lib/http/plain.ts'
import { notReadyBecause } from '#lib/http/readiness.ts'

export const GET = plain(
  {
    id: 'process.ready',
    summary: 'Whether this process can answer: database, migrations, worker',
    produces: 'application/json',
    answers: { 503: 'Not now; `status` says why' },
  },
  async () => {
    const reasons = await notReadyBecause()
    const body = reasons.length === 0 ? { status: 'ready' } : { status: reasons.join('; ') }
    return Response.json(body, { status: reasons.length === 0 ? 200 : 503, headers: { 'cache-control': 'no-store' } })
  },
)
