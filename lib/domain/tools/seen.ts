import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'

// SQL: skips from one name to the next along an index (`rollup_tool_seen`). Prisma would read every hour of every tool.

/** One way in which a tool was seen; an empty agent is one that does not say its name. */
export interface Sighting {
  tool: string
  agent: string
  kind: string
  firstAt: Date
  lastAt: Date
}

const hourly = "r.project_id = $1 and r.grain = 3600 and r.tool <> ''"

interface NamePage {
  after: string
  text: string | null
  limit: number
}

/** Names of tools, registered or seen, in the order of the database. */
export async function toolNames(ctx: Context, { after, text, limit }: NamePage): Promise<string[]> {
  const rows = await poolSql(ctx.db).query<{ name: string }>(
    `with recursive seen as (
       (select r.tool as name from rollup r where ${hourly} and r.tool > $2 order by r.tool limit 1)
       union all
       select (select r.tool from rollup r where ${hourly} and r.tool > seen.name order by r.tool limit 1)
       from seen where seen.name is not null
     ), matching as (
       select name from seen where name is not null and ($3::text is null or strpos(lower(name), lower($3)) > 0) limit $4
     )
     select name from matching
     union
     (select slug from config_object where project_id = $1 and kind = 'tool' and archived_at is null and slug > $2
        and ($3::text is null or strpos(lower(slug), lower($3)) > 0) order by slug limit $4)
     order by name limit $4`,
    [ctx.projectId, after, text, limit],
  )
  return rows.map(row => row.name)
}

/** How these tools were seen. */
export function sightings(ctx: Context, tools: readonly string[]): Promise<Sighting[]> {
  const key = 'r.tool, r.agent, r.kind'
  const next = (more: string) => `select ${key} from rollup r where ${hourly} and ${more} order by ${key} limit 1`
  return poolSql(ctx.db).query<Sighting>(
    `with recursive way as (
       select first.* from unnest($2::text[]) wanted(tool)
       cross join lateral (${next('r.tool = wanted.tool')}) first
       union all
       select following.* from way
       cross join lateral (${next('r.tool = way.tool and (r.agent, r.kind) > (way.agent, way.kind)')}) following
     )
     select way.tool, way.agent, way.kind, edge.first as "firstAt", edge.last as "lastAt"
     from way cross join lateral (
       select min(r.bucket) as first, max(r.bucket) as last from rollup r
       where ${hourly} and (${key}) = (way.tool, way.agent, way.kind) and r.spans > 0
     ) edge
     where edge.first is not null`,
    [ctx.projectId, tools],
  )
}
