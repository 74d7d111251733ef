import { createHash } from 'node:crypto'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { badRequest, conflict, Problem } from '#lib/shared/problem.ts'

/** A running request holds its key this long; after a crash the next try may go on. */
const leaseSeconds = 60

interface Stored {
  operation: string
  request_hash: string
  status: number | null
  content_type: string | null
  response: string | null
}

/** Reads Idempotency-Key: a token or a quoted structured-field string of 1 to 200 visible characters. */
export function idempotencyKey(request: Request): string | null {
  const raw = request.headers.get('idempotency-key')
  if (raw === null) return null
  const key = /^"(.*)"$/.exec(raw.trim())?.[1] ?? raw.trim()
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw badRequest(
      'Idempotency-Key must be 1 to 200 visible ASCII characters without spaces.',
      'header.Idempotency-Key',
    )
  }
  return key
}

/**
 * Runs `work` at most once per (caller, key): a repeat gets the stored answer, another payload 422, a request still
 * running 409. Answers of 500 and above, and refusals to this caller, are not kept: a retry may succeed.
 */
export async function idempotently(
  ctx: Context,
  key: string,
  operation: string,
  bodyText: string,
  work: () => Promise<Response>,
): Promise<Response> {
  const sql = poolSql(ctx.db)
  const caller = `${ctx.actor.kind}:${ctx.actor.id}`
  const hash = createHash('sha256').update(operation).update('\n').update(bodyText).digest('hex')
  const mine = await sql.query(
    `insert into idempotent_request as r (project_id, caller, key, operation, request_hash, lease_until)
     values ($1, $2, $3, $4, $5, now() + make_interval(secs => ${leaseSeconds}))
     on conflict (project_id, caller, key) do update set lease_until = excluded.lease_until
       where r.status is null and r.lease_until < now() and r.request_hash = excluded.request_hash
     returning key`,
    [ctx.projectId, caller, key, operation, hash],
  )
  const where = [ctx.projectId, caller, key] as const
  if (mine.length === 0) {
    const [stored] = await sql.query<Stored>(
      'select operation, request_hash, status, content_type, response from idempotent_request where project_id = $1 and caller = $2 and key = $3',
      where,
    )
    return replay(stored, hash)
  }
  const response = await work()
  if (response.status >= 500 || response.status === 401 || response.status === 403) {
    await sql.query('delete from idempotent_request where project_id = $1 and caller = $2 and key = $3', where)
    return response
  }
  const text = await response.clone().text()
  await sql.query(
    'update idempotent_request set status = $4, content_type = $5, response = $6 where project_id = $1 and caller = $2 and key = $3',
    [...where, response.status, response.headers.get('content-type'), text],
  )
  return response
}

function replay(stored: Stored | undefined, hash: string): Response {
  if (stored && stored.request_hash !== hash) {
    throw new Problem({
      status: 422,
      type: 'idempotency-key-reused',
      title: 'Idempotency key reused',
      detail: 'This Idempotency-Key was used with another request.',
      field: 'header.Idempotency-Key',
    })
  }
  if (!stored || stored.status === null) {
    throw conflict('request-in-progress', 'The first request with this Idempotency-Key is still running.')
  }
  return new Response(stored.response, {
    status: stored.status,
    headers: { 'content-type': stored.content_type ?? 'application/json', 'idempotency-replayed': 'true' },
  })
}
