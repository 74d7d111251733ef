import type { Sql } from '#lib/platform/db/sql.ts'
import { reviveAmounts } from '#lib/platform/state-machine/control-state.ts'
import type { Held } from './decide.ts'
import type { Decision, Reason, TellAnswer, TellBody } from './schemas.ts'

/**
 * open: it reserves something. waiting: a person decides first. settled: its outcome is charged. freed: its lease ended
 * without an outcome. refused: it was denied.
 */
type PermitStatus = 'open' | 'waiting' | 'settled' | 'freed' | 'refused'

export interface StoredOutcome {
  report: TellBody
  answer: TellAnswer
}

/** A permit as batches read and change it. */
export interface PermitRow {
  id: string
  agent: string
  runId: string
  environment: string
  tool: string | null
  traceId: string | null
  spanId: string | null
  keyId: string
  decision: Decision
  status: PermitStatus
  held: Held
  approvalId: string | null
  leaseUntil: Date | null
  outcome: StoredOutcome | null
  settledAt: Date | null
}

export interface NewPermit extends PermitRow {
  step: string
  model: string | null
  release: string | null
  userId: string | null
  /** As given in the request; null: not given. */
  estimatedUsd: string | null
  reasons: Reason[]
  askedAt: Date
}

const withAmounts = (value: unknown) => JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? `${one}n` : one))

/**
 * Locks permits in the order of their ids, before any state is locked. No other index may begin with the project: the
 * planner would use it while the table is small.
 */
export async function lockPermits(
  sql: Sql,
  projectId: string,
  ids: readonly string[],
): Promise<Map<string, PermitRow>> {
  if (ids.length === 0) return new Map()
  const rows = await sql.query<PermitRow>(
    `select p.* from (select id from unnest($2::text[]) w(id) order by id collate "C") w cross join lateral (
       select id, agent, run_id as "runId", environment, tool, trace_id as "traceId", span_id as "spanId", key_id as "keyId", decision, status, held,
         approval_id as "approvalId", lease_until as "leaseUntil", outcome, settled_at as "settledAt"
       from permit where project_id = $1 and id = w.id for update) p`,
    [projectId, [...new Set(ids)]],
  )
  return new Map(rows.map(row => [row.id, { ...row, held: revive(row.held) }]))
}

/** Converts only the amounts; names are kept. */
const revive = (held: Held): Held => ({ ...held, amounts: reviveAmounts(held.amounts) })

export async function insertPermits(sql: Sql, projectId: string, permits: readonly NewPermit[]): Promise<void> {
  if (permits.length === 0) return
  const of = <T>(read: (permit: NewPermit) => T) => permits.map(read)
  await sql.query(
    `insert into permit (project_id, id, agent, run_id, step, tool, model, environment, release, user_id, key_id, trace_id, span_id,
       decision, status, rule, refused_by, reasons, held, asked_at, lease_until, estimated_usd)
     select $1, u.id, u.agent, u.run_id, u.step, u.tool, u.model, u.environment, u.release, u.user_id, u.key_id, u.trace_id, u.span_id,
       u.decision, u.status, u.rule, u.refused_by, u.reasons::jsonb, u.held::json, $19::timestamptz, u.lease_until, u.estimated_usd
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],
       $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $20::text[], $21::timestamptz[], $22::numeric[])
       as u(id, agent, run_id, step, tool, model, environment, release, user_id, key_id, trace_id, span_id, decision, status, rule, refused_by, reasons, held, lease_until, estimated_usd)`,
    [
      projectId,
      ...[of(one => one.id), of(one => one.agent), of(one => one.runId), of(one => one.step), of(one => one.tool)],
      ...[of(one => one.model), of(one => one.environment), of(one => one.release), of(one => one.userId)],
      ...[of(one => one.keyId), of(one => one.traceId), of(one => one.spanId), of(one => one.decision)],
      ...[
        of(one => one.status),
        of(one => one.reasons[0]?.rule ?? null),
        of(one => one.reasons[0]?.by ?? null),
        of(one => JSON.stringify(one.reasons)),
      ],
      permits[0]?.askedAt.toISOString(),
      of(one => withAmounts(one.held)),
      of(one => one.leaseUntil?.toISOString() ?? null),
      of(one => one.estimatedUsd),
    ],
  )
}

/** Writes the changes of a batch to permits that it has locked. */
export async function updatePermits(sql: Sql, projectId: string, permits: readonly PermitRow[]): Promise<void> {
  if (permits.length === 0) return
  const of = <T>(read: (permit: PermitRow) => T) => permits.map(read)
  await sql.query(
    // The rows exist, because they are locked: the other columns of an insert are never written.
    `insert into permit (project_id, id, agent, run_id, step, environment, key_id, decision, reasons, held, asked_at,
       status, lease_until, outcome, settled_at, approval_id, late)
     select $1, u.id, '', '', '', '', '', '', '[]', '{}', now(), u.status, u.lease_until, u.outcome::jsonb, u.settled_at, u.approval_id, u.late
     from unnest($2::text[], $3::text[], $4::timestamptz[], $5::text[], $6::timestamptz[], $7::text[], $8::boolean[]) u(id, status, lease_until, outcome, settled_at, approval_id, late)
     on conflict (project_id, id) do update set status = excluded.status, lease_until = excluded.lease_until, outcome = excluded.outcome,
       settled_at = excluded.settled_at, approval_id = excluded.approval_id, late = excluded.late`,
    [
      projectId,
      of(one => one.id),
      of(one => one.status),
      of(one => one.leaseUntil?.toISOString() ?? null),
      of(one => (one.outcome === null ? null : JSON.stringify(one.outcome))),
      of(one => one.settledAt?.toISOString() ?? null),
      of(one => one.approvalId),
      of(one => one.outcome?.answer.late ?? false),
    ],
  )
}
