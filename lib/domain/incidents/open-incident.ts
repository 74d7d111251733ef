import { pageOnCall } from '#lib/domain/on-call/index.ts'
import { lockAudit } from '#lib/platform/audit/write.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { publish } from '#lib/platform/events/publish.ts'
import { recordTransition } from '#lib/platform/state-machine/record-transition.ts'
import { newId } from '#lib/shared/ids.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { type IncidentScope, isWorse, openKeyOf, pageKeyOf, type Severity } from './rules.ts'
import type { Source } from './schemas.ts'

// SQL: it runs in the transactions of permits and traces, which have no Prisma client.

/** What a rule or a person has found. */
export interface Opening {
  /** What is wrong, in a word that runbooks are matched by. Null: the incident is separate from all other open ones. */
  cause: string | null
  scope: Partial<IncidentScope>
  severity: Severity
  title: string
  /** What was found, in one sentence. */
  message: string
  /** Who has found it: `{kind: 'breaker', id: its name}`. */
  source: { kind: Source; id: string | null }
  /** What was known at this time. */
  evidence: Record<string, unknown>
  at: Date
  /** If the same source finds the same within so many seconds, it is not written again. */
  quietSeconds?: number
  /** The on-call rule. If left out, the one that fits the scope. */
  policy?: string | null
}

export interface Opened {
  id: string
  /** False: it was open already, and this was added to it. */
  opened: boolean
}

/**
 * Opens an incident in the caller's transaction, or adds to the unresolved one with this cause and scope. Whoever calls
 * it at the same time gets the same incident. It locks the audit log of the project first, as everything does that
 * changes incidents. So nobody waits for an incident while another waits for the log.
 */
export async function openIncident(sql: Sql, ctx: Context, opening: Opening): Promise<Opened> {
  const [opened] = await (await incidentsToOpen(sql, ctx, [opening]))()
  return opened as Opened
}

/**
 * Does the same for several findings, in their order. Signals that are still in their quiet time are found before, in
 * one query without a lock, which can run beside others.
 */
export async function incidentsToOpen(
  sql: Sql,
  ctx: Context,
  openings: readonly Opening[],
): Promise<() => Promise<Opened[]>> {
  const all = openings.map((opening): Whole => {
    const { agent = null, tool = null, environment = null } = opening.scope
    return { ...opening, scope: { agent, tool, environment } }
  })
  const known = await heardLately(sql, ctx, all)
  return async () => {
    const opened: Opened[] = []
    for (const [at, one] of all.entries()) {
      const id = known.get(at)
      opened.push(id === undefined ? await openOrAdd(sql, ctx, one) : { id, opened: false })
    }
    return opened
  }
}

async function openOrAdd(sql: Sql, ctx: Context, one: Whole): Promise<Opened> {
  await lockAudit(sql, ctx.projectId)
  const open = await findOpen(sql, ctx, one)
  const id = open?.id ?? newId('inc', one.at.getTime())
  if (open) await raise(sql, ctx, open, one)
  else await insert(sql, ctx, id, one)
  await addSignal(sql, ctx, id, one)
  if (open) await publish(sql, ctx.projectId, { topic: 'incidents', type: 'incident.signalled', ids: [id] })
  return { id, opened: !open }
}

type Whole = Opening & { scope: IncidentScope }
const keyOf = ({ cause, scope }: Whole) => (cause === null ? null : openKeyOf(cause, scope))

/** Without a lock: repeated signals are answered from here. The incident, by its place in the list. */
async function heardLately(sql: Sql, { projectId }: Context, all: readonly Whole[]): Promise<Map<number, string>> {
  const asked = all.flatMap((one, place) => {
    const key = keyOf(one)
    const { quietSeconds, source, at } = one
    if (quietSeconds === undefined || key === null) return []
    return [{ place, key, source, since: new Date(at.getTime() - quietSeconds * 1000).toISOString() }]
  })
  if (asked.length === 0) return new Map()
  const rows = await sql.query<{ place: number; id: string }>(
    `select q.place, i.id from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) as q(place, key, kind, source, since)
     join incident i on i.project_id = $1 and i.open_key = q.key and i.state <> 'resolved' and exists (
       select from incident_entry e where e.project_id = $1 and e.source_kind = q.kind and e.source_id = q.source
         and e.at > q.since and e.incident_id = i.id)`,
    [
      ...[projectId, asked.map(({ place }) => place), asked.map(({ key }) => key)],
      ...[
        asked.map(({ source }) => source.kind),
        asked.map(({ source }) => source.id),
        asked.map(({ since }) => since),
      ],
    ],
  )
  return new Map(rows.map(({ place, id }) => [place, id]))
}

interface OpenRow {
  id: string
  state: string
  severity: Severity
  revision: number
}

async function findOpen(sql: Sql, { projectId }: Context, one: Whole): Promise<OpenRow | undefined> {
  const [row] = await sql.query<OpenRow>(
    `select id, state, severity, revision from incident where project_id = $1 and open_key = $2 and state <> 'resolved'`,
    [projectId, keyOf(one)],
  )
  return row
}

async function insert(sql: Sql, ctx: Context, id: string, one: Whole): Promise<void> {
  const { cause, scope, severity, title, message, source, evidence, at } = one
  await sql.query(
    `insert into incident (project_id, id, title, severity, state, revision, cause, agent, tool, environment, open_key, source_kind,
       source_id, opened_at, opened_by)
     values ($1, $2, $3, $4, 'open', 1, $5, $6, $7, $8, $9, $10, $11, $12::timestamptz, $13)`,
    [
      ...[ctx.projectId, id, title, severity, cause ?? 'other', scope.agent, scope.tool, scope.environment, keyOf(one)],
      ...[source.kind, source.id, at.toISOString(), ctx.actor.label],
    ],
  )
  await recordTransition(sql, ctx, {
    ...{ machine: 'incident', id, revision: 1, from: 'none', to: 'open', rule: source.kind, message, at },
    evidence: { ...evidence, cause: cause ?? 'other', ...scope, severity, source },
    action: 'incident.opened',
    event: { topic: 'incidents', type: 'incident.opened', ids: [id], revision: 1 },
  })
  await call(sql, ctx, id, one)
}

/** A critical incident pages the person on call once, however often it is found again. */
async function call(sql: Sql, ctx: Context, id: string, { severity, scope, title, message, at, policy }: Whole) {
  if (severity !== 'critical') return
  await pageOnCall(sql, ctx, {
    ...{ policy: policy ?? null, scope, at },
    message: {
      ...{ type: 'incident.opened', title, text: message, severity, state: 'open', key: pageKeyOf(id) },
      ...{ path: `/incidents/${id}`, at: toRfc3339(at) },
    },
  })
}

/** If it turns out to be worse than it seemed, it becomes worse. Only a person can lower its severity. */
async function raise(sql: Sql, ctx: Context, open: OpenRow, one: Whole): Promise<void> {
  if (!isWorse(one.severity, open.severity)) return
  const revision = open.revision + 1
  const rows = await sql.query(
    `update incident set severity = $3, revision = $4 where project_id = $1 and id = $2 and revision = $5 and state <> 'resolved' returning 1`,
    [ctx.projectId, open.id, one.severity, revision, open.revision],
  )
  if (rows.length === 0) throw new Error('an incident was changed by somebody without the lock of the audit log')
  await recordTransition(sql, ctx, {
    ...{ machine: 'incident', id: open.id, revision, from: open.state, to: open.state, at: one.at },
    ...{ rule: 'severity-raised', message: `${one.severity} instead of ${open.severity}: ${one.message}` },
    evidence: { ...one.evidence, severity: one.severity, source: one.source },
    action: 'incident.raised',
    event: { topic: 'incidents', type: 'incident.raised', ids: [open.id], revision },
  })
  await call(sql, ctx, open.id, one)
}

async function addSignal(sql: Sql, ctx: Context, incidentId: string, one: Whole): Promise<void> {
  await sql.query(
    `insert into incident_entry (project_id, incident_id, id, at, kind, actor_label, text, source_kind, source_id, evidence)
     values ($1, $2, $3, $4::timestamptz, 'signal', $5, $6, $7, $8, $9::jsonb)`,
    [
      ...[ctx.projectId, incidentId, newId('ent', one.at.getTime()), one.at.toISOString(), ctx.actor.label],
      ...[one.message, one.source.kind, one.source.id, JSON.stringify(one.evidence)],
    ],
  )
}
