import { createHash } from 'node:crypto'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { canonicalJson } from '#lib/shared/canonical-json.ts'

export interface AuditEntry {
  /** `<object>.<past tense>`, or the permission that was denied. */
  action: string
  object: { type: string; id: string }
  outcome?: 'ok' | 'denied'
  before?: unknown
  after?: unknown
  evidence?: unknown
}

/** Start of every chain. */
export const genesisHash = '0'.repeat(64)

/** hash = SHA-256(previous hash ‖ canonical row), hex. */
export const chainHash = (previous: string, body: string) =>
  createHash('sha256').update(previous).update(body).digest('hex')

/**
 * Takes the place at the end of the project's chain before there is anything to append. For changes of rows that others
 * change while they hold the chain: who takes both in this order never waits for one who waits for them.
 */
export async function lockAudit(sql: Sql, projectId: string): Promise<void> {
  await sql.query(
    `insert into audit_head as h (project_id, seq, hash) values ($1, 0, $2)
     on conflict (project_id) do update set seq = h.seq`,
    [projectId, genesisHash],
  )
}

/**
 * Appends to the project's chain inside the caller's transaction: what is audited and its audit row commit together
 * or not at all. The head row is locked to commit, so the chain has no forks.
 */
export async function audit(sql: Sql, ctx: Context, entry: AuditEntry): Promise<void> {
  const [head] = await sql.query<{ seq: string; hash: string; at: string }>(
    `insert into audit_head as h (project_id, seq, hash) values ($1, 1, $2)
     on conflict (project_id) do update set seq = h.seq + 1
     returning seq::text as seq, hash, to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`,
    [ctx.projectId, genesisHash],
  )
  if (!head) throw new Error('audit head row missing')
  const body = canonicalJson(auditBody(ctx, entry, head))
  const hash = chainHash(head.hash, body)
  await sql.query(
    `with head as (update audit_head set hash = $3 where project_id = $1)
     insert into audit_event (project_id, seq, at, actor_kind, actor_id, actor_label, action, outcome, object_type, object_id, body, prev_hash, hash)
     values ($1, $2::bigint, $4::timestamptz, $5, $6, $7, $8, $9, $10, $11, $12, $13, $3)`,
    [
      ctx.projectId,
      head.seq,
      hash,
      head.at,
      ctx.actor.kind,
      ctx.actor.id,
      ctx.actor.label,
      entry.action,
      entry.outcome ?? 'ok',
      entry.object.type,
      entry.object.id,
      body,
      head.hash,
    ],
  )
}

function auditBody(ctx: Context, entry: AuditEntry, head: { seq: string; at: string }) {
  return {
    seq: head.seq,
    at: head.at,
    project: ctx.projectId,
    actor: { kind: ctx.actor.kind, id: ctx.actor.id, label: ctx.actor.label },
    request: ctx.requestId,
    address: ctx.address,
    action: entry.action,
    outcome: entry.outcome ?? 'ok',
    object: entry.object,
    before: entry.before ?? null,
    after: entry.after ?? null,
    evidence: entry.evidence ?? null,
  }
}
