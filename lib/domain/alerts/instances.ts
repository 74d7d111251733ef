import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { newId } from '#lib/shared/ids.ts'
import { labelKey } from './rules.ts'
import type { AlertState, Labels } from './schemas.ts'

// SQL: one statement writes all groups of a rule, including new ones.

/** One group of a rule, as it is evaluated. */
export interface Instance {
  id: string
  labels: Labels
  state: AlertState
  revision: number
  since: Date
  value: number | null
  firedAt: Date | null
  told: boolean
  toldAt: Date | null
  incidentId: string | null
}

export const newInstance = (labels: Labels, at: Date): Instance => ({
  ...{ id: newId('alr', at.getTime()), labels, state: 'ok', revision: 0, since: at, value: null },
  ...{ firedAt: null, told: false, toldAt: null, incidentId: null },
})

export const toInstance = (row: Prisma.AlertInstanceModel): Instance => ({
  ...{ id: row.id, revision: row.revision, since: row.since, value: row.value, firedAt: row.firedAt },
  ...{ told: row.told, toldAt: row.toldAt, incidentId: row.incidentId },
  labels: row.labels as Labels,
  state: row.state as AlertState,
})

/**
 * Writes all groups of a rule as they are now. Only for the worker that moved the rule's cursor in this transaction.
 */
export async function writeInstances(
  tx: Tx,
  { projectId }: Context,
  rule: string,
  instances: readonly Instance[],
  at: Date,
): Promise<void> {
  if (instances.length === 0) return
  const rows = instances.map(one => ({ ...one, labelKey: labelKey(one.labels) }))
  await tx.query(
    `insert into alert_instance (project_id, rule, evaluated_at, id, labels, label_key, state, revision, since, value, fired_at, told, told_at, incident_id)
     select $1, $2, $3::timestamptz, r.id, r.labels, r."labelKey", r.state, r.revision, r.since, r.value, r."firedAt", r.told, r."toldAt", r."incidentId"
     from jsonb_to_recordset($4::jsonb) r(id text, labels jsonb, "labelKey" text, state text, revision int, since timestamptz,
       value float8, "firedAt" timestamptz, told boolean, "toldAt" timestamptz, "incidentId" text)
     on conflict (project_id, rule, label_key) do update set evaluated_at = excluded.evaluated_at, state = excluded.state,
       revision = excluded.revision, since = excluded.since, value = excluded.value, fired_at = excluded.fired_at,
       told = excluded.told, told_at = excluded.told_at, incident_id = excluded.incident_id`,
    [projectId, rule, at.toISOString(), JSON.stringify(rows)],
  )
}
