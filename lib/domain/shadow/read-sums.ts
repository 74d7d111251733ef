import { type Database, poolSql } from '#lib/platform/db/client.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import type { arms, ShadowView } from './schemas.ts'

// SQL: pairs contain whole answers. PostgreSQL adds up their figures, so that the answers need not be sent.

interface Row {
  arm: string
  pairs: number
  scored: number
  mean: number | null
  spread: number | null
  errors: number
  intercepted: number
  production_nanos: string | null
  shadow_nanos: string | null
}

const nanosOf = (answer: 'production' | 'shadow') =>
  `(sum((${answer} ->> 'costUsd')::numeric) * 1000000000)::bigint::text as ${answer}_nanos`

const usd = (nanos: string | null) => (nanos === null ? null : nanosToUsd(BigInt(nanos)))

/** What the pairs of a rollout show together. */
export async function readSums(
  db: Database,
  projectId: string,
  rolloutId: string,
): Promise<Omit<ShadowView, 'coverage' | 'items'>> {
  const rows = await poolSql(db).query<Row>(
    `select arm, count(*)::int as pairs, count(difference)::int as scored, avg(difference) as mean,
       stddev_samp(difference) as spread, (count(*) filter (where shadow ->> 'output' is null))::int as errors,
       coalesce(sum((select count(*) from json_array_elements(shadow -> 'toolCalls') call
         where (call ->> 'intercepted')::boolean)), 0)::int as intercepted,
       ${nanosOf('production')}, ${nanosOf('shadow')}
     from shadow_pair where project_id = $1 and rollout_id = $2 group by arm`,
    [projectId, rolloutId],
  )
  const of = (arm: (typeof arms)[number]) => rows.find(row => row.arm === arm)
  const figures = (row: Row | undefined): ShadowView['shadow'] => ({
    pairs: row?.pairs ?? 0,
    scored: row?.scored ?? 0,
    mean: row?.mean ?? null,
    spread: row?.spread ?? null,
  })
  const own = of('shadow')
  return {
    ...{ shadow: figures(own), anchor: figures(of('anchor')), noise: figures(of('noise')) },
    ...{ errors: own?.errors ?? 0, intercepted: own?.intercepted ?? 0 },
    costUsd: { production: usd(own?.production_nanos ?? null), shadow: usd(own?.shadow_nanos ?? null) },
  }
}
