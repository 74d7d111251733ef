import type { PoolClient } from 'pg'
import { foldCosts, lockTraces, nanosOf } from '#lib/domain/traces/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { sqlTransaction } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import type { recordCostsContract } from './contract.ts'
import { checkCosts } from './rules.ts'
import type { CostRecord } from './schemas.ts'

type Answer = Output<typeof recordCostsContract>

/**
 * Stores costs that are not tokens and counts them, in one transaction. A record with a stored id replaces that record.
 */
export async function recordCosts(ctx: Context, { body }: Input<typeof recordCostsContract>): Promise<Answer> {
  await authorize(ctx, 'costs.record')
  const [records, fieldOf] =
    'costs' in body ? [body.costs, (place: number) => `body.costs.${place}`] : [[body], () => 'body']
  checkCosts(records, fieldOf, await ctx.clock.now(poolSql(ctx.db)))
  const unique = [...new Map(records.map(record => [record.id, record])).values()]
  return sqlTransaction(ctx.db.pool, async (client, sql) => {
    const traceIds = [...new Set(unique.flatMap(({ traceId }) => traceId ?? []))]
    if (traceIds.length > 0) await lockTraces(client, ctx.projectId, traceIds)
    const changed = await upsert(client, ctx.projectId, unique)
    if (changed.size > 0) {
      await foldCosts(client, ctx.projectId, { ids: [...changed.keys()] })
      await publish(sql, ctx.projectId, { topic: 'costs', type: 'cost.recorded', ids: [] })
    }
    const answer: Answer = { costs: records.map(({ id }) => ({ id, outcome: changed.get(id) ?? 'unchanged' })) }
    await ctx.remember?.(sql, answer)
    return answer
  })
}

const columns = ['kind', 'amount_nanos', 'at', 'agent', 'release', 'environment', 'trace_id', 'user_id', 'description']
const list = (of: (column: string) => string) => columns.map(of).join(', ')

/**
 * All writers take the rows in one order, so that they wait for each other and never deadlock. A record that is stored
 * already is not written.
 */
async function upsert(client: PoolClient, projectId: string, records: readonly CostRecord[]) {
  const sorted = [...records].sort((a, b) => (a.id < b.id ? -1 : 1))
  const of = (read: (record: CostRecord) => string | null | undefined) => sorted.map(record => read(record) ?? null)
  const { rows } = await client.query<{ id: string; created: boolean }>(
    `insert into cost_record as c (project_id, id, ${list(name => name)})
     select $1, u.* from unnest($2::text[], $3::text[], $4::bigint[], $5::timestamptz[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[]) as u
     on conflict (project_id, id) do update set ${list(name => `${name} = excluded.${name}`)}, updated_at = now()
       where (${list(name => `c.${name}`)}) is distinct from (${list(name => `excluded.${name}`)})
     returning id, c.xmax = 0 as created`,
    [
      projectId,
      of(record => record.id),
      of(record => record.kind),
      of(record => nanosOf(record.amountUsd)?.toString()),
      of(record => record.at),
      of(record => record.agent),
      of(record => record.release),
      of(record => record.environment),
      of(record => record.traceId),
      of(record => record.user),
      of(record => record.description),
    ],
  )
  return new Map(rows.map(({ id, created }) => [id, created ? ('created' as const) : ('replaced' as const)]))
}
