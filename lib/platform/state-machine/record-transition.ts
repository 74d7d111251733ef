import { audit } from '#lib/platform/audit/write.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Change } from '#lib/shared/topics.ts'

export interface Transition {
  /** `breaker`, `incident`: also the type of the object in the audit. */
  machine: string
  id: string
  /** Of the state that follows: there is one row for each. */
  revision: number
  from: string
  to: string
  rule: string
  message: string
  /** The evidence when it was decided; it does not change afterwards. */
  evidence: unknown
  at: Date
  action: string
  event: Change
}

/**
 * Writes what a change of state leaves behind: its row, the audit entry, the event. Call it in the transaction of the
 * conditional update on (state, revision) that made the change, and only where that update found its row.
 */
export async function recordTransition(sql: Sql, ctx: Context, one: Transition): Promise<void> {
  const { machine, id, revision, from, to, rule, message, evidence, at } = one
  await sql.query(
    `insert into state_transition (project_id, machine, object_id, revision, from_state, to_state, at, actor_label, rule, message, evidence)
     values ($1, $2, $3, $4, $5, $6, $7::timestamptz, $8, $9, $10, $11::jsonb)`,
    [
      ctx.projectId,
      machine,
      id,
      revision,
      from,
      to,
      at.toISOString(),
      ctx.actor.label,
      rule,
      message,
      JSON.stringify(evidence),
    ],
  )
  await audit(sql, ctx, {
    action: one.action,
    object: { type: machine, id },
    before: { state: from },
    after: { state: to, revision },
    evidence: { rule, message, ...(evidence as object) },
  })
  await publish(sql, ctx.projectId, one.event)
}
