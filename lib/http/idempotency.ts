import { createHash } from 'node:crypto'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { badRequest, Problem } from '#lib/shared/problem.ts'

/** A running request holds its key this long; after a crash the next try may go on. */
const leaseSeconds = 60

interface Stored {
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
  if (!/^[\x21\x23-\x7e]{1,200}$/.test(key)) {
    throw badRequest(
      'Idempotency-Key must be 1 to 200 visible ASCII characters without spaces or quotes.',
      'header.Idempotency-Key',
    )
  }
  return key
}

interface KeyedCall {
  key: string
  /** Method and path: the same key at another endpoint is another key. */
  operation: string
  bodyText: string
}

/** Stores an answer in the transaction of the change it answers. */
type Remember = (sql: Sql, response: Response) => Promise<void>

/**
 * Runs `work` at most once per (caller, endpoint, key): a repeat gets the stored answer, another payload 422, a request still
 * running 409. Problems of the state (404, 409, 422) are kept like answers; those of the caller and of the
 * moment (401, 403, 429, 5xx) are not: a retry may succeed. What `work` gave
 * to `remember` stands with the change itself, whatever becomes of this process.
 */
export async function idempotently(
  ctx: Context,
  { key, operation, bodyText }: KeyedCall,
  work: (remember: Remember) => Promise<Response>,
): Promise<Response> {
  const sql = poolSql(ctx.db)
  const caller = `${ctx.actor.kind}:${ctx.actor.id}`
  const hash = createHash('sha256').update(bodyText).digest('hex')
  const where = [ctx.projectId, caller, operation, key] as const
  const mine = await sql.query(
    `insert into idempotent_request as r (project_id, caller, operation, key, request_hash, lease_until)
     values ($1, $2, $3, $4, $5, now() + make_interval(secs => ${leaseSeconds}))
     on conflict (project_id, caller, operation, key) do update set lease_until = excluded.lease_until
       where r.status is null and r.lease_until < now() and r.request_hash = excluded.request_hash
     returning key`,
    [...where, hash],
  )
  if (mine.length === 0) {
    const [stored] = await sql.query<Stored>(
      `select request_hash, status, content_type, response from idempotent_request
       where project_id = $1 and caller = $2 and operation = $3 and key = $4`,
      where,
    )
    return replay(stored, hash)
  }
  const response = await work(async (tx, answer) => {
    // Whoever took over after the lease was first: undo this one.
    if (!(await store(tx, where, answer))) throw stillRunning()
  })
  if (response.status < 500 && ![401, 403, 429].includes(response.status)) await store(sql, where, response)
  else await sql.query(`delete from idempotent_request where ${open}`, where)
  return response
}

/** A key's row, not answered yet: a commit whose acknowledgement was lost must not be forgotten. */
const open = 'project_id = $1 and caller = $2 and operation = $3 and key = $4 and status is null'

async function store(sql: Sql, where: readonly string[], response: Response): Promise<boolean> {
  const rows = await sql.query(
    `update idempotent_request set status = $5, content_type = $6, response = $7 where ${open} returning key`,
    [...where, response.status, response.headers.get('content-type'), await response.clone().text()],
  )
  return rows.length > 0
}

const stillRunning = () =>
  new Problem({
    status: 409,
    type: 'request-in-progress',
    title: 'Conflict',
    detail: 'The first request with this Idempotency-Key is still running.',
    field: 'header.Idempotency-Key',
    retryAfter: 1,
  })

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
    throw stillRunning()
  }
  return new Response(stored.response, {
    status: stored.status,
    headers: {
      'content-type': stored.content_type ?? 'application/json',
      'cache-control': 'no-store',
      'idempotency-replayed': 'true',
    },
  })
}
