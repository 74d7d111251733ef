import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { toRfc3339 } from '#lib/shared/time.ts'

// SQL: skips from one name to the next along an index (`rollup_agent_seen`, `rollup_tool_seen`). Prisma would read every hour of every name.

/** What both has a configuration object and is named by traces. */
type Kind = 'agent' | 'tool'

/** Columns of the rollups that say how it was seen; the index of each kind has them in this order. */
const columns = {
  agent: ['framework', 'environment', 'release'],
  tool: ['agent', 'kind'],
} as const

/** One way in which something was seen; empty texts are what spans do not say. */
export type Sighting<K extends Kind> = Record<K | (typeof columns)[K][number], string> & { firstAt: Date; lastAt: Date }

const hourly = (kind: Kind) => `r.project_id = $1 and r.grain = 3600 and r.${kind} <> ''`

/** Names registered or seen, in the order of the database, from the one after `after`. */
export async function namesSeen(
  ctx: Context,
  kind: Kind,
  { after, text, limit }: { after: string; text: string | null; limit: number },
): Promise<string[]> {
  const rows = await poolSql(ctx.db).query<{ name: string }>(
    `with recursive seen as (
       (select r.${kind} as name from rollup r where ${hourly(kind)} and r.${kind} > $2 order by r.${kind} limit 1)
       union all
       select (select r.${kind} from rollup r where ${hourly(kind)} and r.${kind} > seen.name order by r.${kind} limit 1)
       from seen where seen.name is not null
     ), matching as (
       select name from seen where name is not null and ($3::text is null or strpos(lower(name), lower($3)) > 0) limit $4
     )
     select name from matching
     union
     (select slug from config_object where project_id = $1 and kind = '${kind}' and archived_at is null and slug > $2
        and ($3::text is null or strpos(lower(slug), lower($3)) > 0) order by slug limit $4)
     order by name limit $4`,
    [ctx.projectId, after, text, limit],
  )
  return rows.map(row => row.name)
}

/** Each way in which these names were seen, with its first and last hour. */
export function sightings<K extends Kind>(ctx: Context, kind: K, names: readonly string[]): Promise<Sighting<K>[]> {
  const list = (table: string) => columns[kind].map(column => `${table}.${column}`).join(', ')
  const key = `r.${kind}, ${list('r')}`
  const next = (more: string) =>
    `select ${key} from rollup r where ${hourly(kind)} and r.${kind} = ${more} order by ${key} limit 1`
  return poolSql(ctx.db).query<Sighting<K>>(
    `with recursive way as (
       select first.* from unnest($2::text[]) wanted(name) cross join lateral (${next('wanted.name')}) first
       union all
       select following.* from way
       cross join lateral (${next(`way.${kind} and (${list('r')}) > (${list('way')})`)}) following
     )
     select way.*, edge.first as "firstAt", edge.last as "lastAt"
     from way cross join lateral (
       select min(r.bucket) as first, max(r.bucket) as last from rollup r
       where ${hourly(kind)} and (${key}) = (way.${kind}, ${list('way')}) and r.spans > 0
     ) edge
     where edge.first is not null`,
    [ctx.projectId, names],
  )
}

/** From the first to the last of at least one sighting. */
export function timeSeen(seen: readonly { firstAt: Date; lastAt: Date }[]): { firstAt: string; lastAt: string } {
  const first = Math.min(...seen.map(({ firstAt }) => firstAt.getTime()))
  const last = Math.max(...seen.map(({ lastAt }) => lastAt.getTime()))
  return { firstAt: toRfc3339(new Date(first)), lastAt: toRfc3339(new Date(last)) }
}

/** Names without the empty one, each once, in order. */
export const distinct = (names: readonly string[]) => [...new Set(names.filter(name => name !== ''))].sort()
