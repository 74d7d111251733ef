import type { Sql } from '#lib/platform/db/sql.ts'
import { nanosToUsd, usdToNanos } from '#lib/shared/money.ts'
import type { NewPermit } from './rows.ts'

interface Count {
  key: readonly string[]
  count: number
  estimated: number
  nanos: bigint
}

/** How a limit stopped a step: denied it, answered another workflow, or asked a person to add to the limit. */
const stopped = ({ status, held }: NewPermit) => status === 'refused' || held.topUp !== undefined

/** Adds the denials of a batch to the hourly counts, always in the same order, so that two batches cannot deadlock. */
export async function countDenials(
  sql: Sql,
  projectId: string,
  permits: readonly NewPermit[],
  now: Date,
): Promise<void> {
  const counts = [...sum(permits.filter(stopped)).values()]
  if (counts.length === 0) return
  const column = (n: number) => counts.map(({ key }) => key[n])
  await sql.query(
    `insert into refusal_count (project_id, hour, rule, name, decision, agent, environment, step, tool, count, estimated, usd)
     select $1, date_trunc('hour', $2::timestamptz, 'UTC'), u.* from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
       $10::int[], $11::int[], $12::numeric[]) as u(rule, name, decision, agent, environment, step, tool, count, estimated, usd)
     order by u.rule collate "C", u.name collate "C", u.decision collate "C", u.agent collate "C", u.environment collate "C", u.step collate "C", u.tool collate "C"
     on conflict (project_id, hour, rule, name, decision, agent, environment, step, tool) do update
     set count = refusal_count.count + excluded.count, estimated = refusal_count.estimated + excluded.estimated, usd = refusal_count.usd + excluded.usd`,
    [
      projectId,
      now.toISOString(),
      ...[column(0), column(1), column(2), column(3), column(4), column(5), column(6)],
      counts.map(one => one.count),
      counts.map(one => one.estimated),
      counts.map(one => nanosToUsd(one.nanos)),
    ],
  )
}

function sum(permits: readonly NewPermit[]): Map<string, Count> {
  const counts = new Map<string, Count>()
  for (const { reasons, decision, agent, environment, step, tool, estimatedUsd } of permits) {
    const [reason] = reasons
    const key = [reason?.rule ?? '', reason?.by ?? '', decision, agent, environment, step, tool ?? '']
    const id = JSON.stringify(key)
    const before = counts.get(id) ?? { key, count: 0, estimated: 0, nanos: 0n }
    counts.set(id, {
      key,
      count: before.count + 1,
      estimated: before.estimated + (estimatedUsd === null ? 0 : 1),
      nanos: before.nanos + (estimatedUsd === null ? 0n : usdToNanos(estimatedUsd)),
    })
  }
  return counts
}
