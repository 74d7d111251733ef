import { createHash } from 'node:crypto'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
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

export interface KeyedCall {
  key: string
  /** Method and path. */
  operation: string
  bodyText: string
}

/** Stores an answer in the transaction of the change it answers. */
type Remember = (sql: Sql, response: Response) => Promise<void>

/**
 * Runs `work` at most once per (caller, key): a repeat gets the stored answer, another payload 422, a request still
 * running 409. Refusals to this caller, and answers of 500 and above, are not kept: a retry may succeed. What `work` gave
 * to `remember` stands with the change itself, whatever becomes of this process.
 */
export async function idempotently(
  ctx: Context,
  { key, operation, bodyText }: KeyedCall,
  work: (remember: Remember) => Promise<Response>,
): Promise<Response> {
  const sql = poolSql(ctx.db)
  const caller = `${ctx.actor.kind}:${ctx.actor.id}`
  const hash = createHash('sha256').update(operation).update('\n').update(bodyText).digest('hex')
  const where = [ctx.projectId, caller, key] as const
  const mine = await sql.query(
    `insert into idempotent_request as r (project_id, caller, key, operation, request_hash, lease_until)
     values ($1, $2, $3, $4, $5, now() + make_interval(secs => ${leaseSeconds}))
     on conflict (project_id, caller, key) do update set lease_until = excluded.lease_until
       where r.status is null and r.lease_until < now() and r.request_hash = excluded.request_hash
     returning key`,
    [...where, operation, hash],
  )
  if (mine.length === 0) {
    const [stored] = await sql.query<Stored>(
      'select operation, request_hash, status, content_type, response from idempotent_request where project_id = $1 and caller = $2 and key = $3',
      where,
    )
    return replay(stored, hash)
  }
  const response = await work(async (tx, answer) => {
    // Whoever took over after the lease was first: undo this one.
    if (!(await store(tx, where, answer))) throw stillRunning()
  })
  if (response.status < 500 && response.status !== 401 && response.status !== 403) await store(sql, where, response)
  else await sql.query(`delete from idempotent_request where ${open}`, where)
  return response
}

/** A key's row, not answered yet: a commit whose acknowledgement was lost must not be forgotten. */
const open = 'project_id = $1 and caller = $2 and key = $3 and status is null'

async function store(sql: Sql, where: readonly string[], response: Response): Promise<boolean> {
  const rows = await sql.query(
    `update idempotent_request set status = $4, content_type = $5, response = $6 where ${open} returning key`,
    [...where, response.status, response.headers.get('content-type'), await response.clone().text()],
  )
  return rows.length > 0
}

const stillRunning = () =>
  conflict('request-in-progress', 'The first request with this Idempotency-Key is still running.')

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
    headers: { 'content-type': stored.content_type ?? 'application/json', 'idempotency-replayed': 'true' },
  })
}
