import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'

// SQL: skips from one name to the next along an index (`rollup_agent_seen`). Prisma would read every hour of every agent.

/** One way in which an agent was seen; empty texts are what spans do not say. */
export interface Sighting {
  agent: string
  framework: string
  environment: string
  release: string
  firstAt: Date
  lastAt: Date
}

const hourly = "r.project_id = $1 and r.grain = 3600 and r.agent <> ''"

interface NamePage {
  after: string
  text: string | null
  limit: number
}

/** Names of agents, registered or seen, in the order of the database. */
export async function agentNames(ctx: Context, { after, text, limit }: NamePage): Promise<string[]> {
  const rows = await poolSql(ctx.db).query<{ name: string }>(
    `with recursive seen as (
       (select r.agent as name from rollup r where ${hourly} and r.agent > $2 order by r.agent limit 1)
       union all
       select (select r.agent from rollup r where ${hourly} and r.agent > seen.name order by r.agent limit 1)
       from seen where seen.name is not null
     ), matching as (
       select name from seen where name is not null and ($3::text is null or strpos(lower(name), lower($3)) > 0) limit $4
     )
     select name from matching
     union
     (select slug from config_object where project_id = $1 and kind = 'agent' and archived_at is null and slug > $2
        and ($3::text is null or strpos(lower(slug), lower($3)) > 0) order by slug limit $4)
     order by name limit $4`,
    [ctx.projectId, after, text, limit],
  )
  return rows.map(row => row.name)
}

/** How these agents were seen. */
export function sightings(ctx: Context, agents: readonly string[]): Promise<Sighting[]> {
  const key = 'r.agent, r.framework, r.environment, r.release'
  const next = (after: string, more: string) =>
    `select ${key} from rollup r where ${hourly} ${more} ${after} order by ${key} limit 1`
  return poolSql(ctx.db).query<Sighting>(
    `with recursive way as (
       select first.* from unnest($2::text[]) wanted(agent)
       cross join lateral (${next('', 'and r.agent = wanted.agent')}) first
       union all
       select following.* from way
       cross join lateral (${next('and (r.framework, r.environment, r.release) > (way.framework, way.environment, way.release)', 'and r.agent = way.agent')}) following
     )
     select way.agent, way.framework, way.environment, way.release, edge.first as "firstAt", edge.last as "lastAt"
     from way cross join lateral (
       select min(r.bucket) as first, max(r.bucket) as last from rollup r
       where ${hourly} and (${key}) = (way.agent, way.framework, way.environment, way.release) and r.spans > 0
     ) edge
     where edge.first is not null`,
    [ctx.projectId, agents],
  )
}
