import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { listAuditContract } from './contract.ts'
import { mayReadAudit } from './may-read.ts'
import type { AuditEntry, AuditQuery } from './schemas.ts'

interface Row {
  seq: string
  body: string
  prev_hash: string
  hash: string
}

/** Entries that match every filter, newest first. The cursor is the last entry's number, so that new ones shift nothing. */
export async function listAudit(
  ctx: Context,
  { query }: Input<typeof listAuditContract>,
): Promise<Output<typeof listAuditContract>> {
  await mayReadAudit(ctx)
  const { text, values } = statement(ctx.projectId, query)
  const rows = await poolSql(ctx.db).query<Row>(text, values)
  const items = rows.slice(0, query.limit).map(toEntry)
  return { items, nextCursor: rows.length > query.limit ? (items.at(-1)?.seq ?? null) : null }
}

/** Only the filters that are given, so that the index of the one that narrows most is used. */
function statement(projectId: string, query: AuditQuery) {
  const values: unknown[] = [projectId]
  const where = ['project_id = $1']
  const add = (value: unknown, condition: (place: string) => string) => {
    if (value === undefined) return
    values.push(value)
    where.push(condition(`$${values.length}`))
  }
  add(query.cursor, place => `seq < ${place}::bigint`)
  add(query.actorKind, place => `actor_kind = ${place}`)
  add(query.actor, place => `(actor_id = ${place} or position(lower(${place}) in lower(actor_label)) > 0)`)
  add(query.action, place => `(action = ${place} or starts_with(action, ${place} || '.'))`)
  add(query.outcome, place => `outcome = ${place}`)
  add(query.objectType, place => `object_type = ${place}`)
  add(query.object, place => `object_id = ${place}`)
  add(query.from, place => `at >= ${place}::timestamptz`)
  add(query.to, place => `at < ${place}::timestamptz`)
  const text = `select seq::text as seq, body, prev_hash, hash from audit_event
    where ${where.join(' and ')} order by audit_event.seq desc limit ${query.limit + 1}`
  return { text, values }
}

/** From the text that the hash covers: what is shown is what is signed. */
function toEntry({ seq, body, prev_hash, hash }: Row): AuditEntry {
  const { at, actor, action, outcome, object, before, after, evidence, request, address } = JSON.parse(body)
  const what = { before: before ?? null, after: after ?? null, evidence: evidence ?? null }
  const by = { request: request ?? null, address: address ?? null }
  return { seq, at, actor, action, outcome, object, ...what, ...by, prevHash: prev_hash, hash }
}
