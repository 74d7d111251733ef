import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { listSeenReleasesContract } from './contract.ts'
import { maxSeen } from './schemas.ts'

interface Row {
  agent: string
  release: string
  first: Date
  last: Date
  initial: boolean
}

const ofHours = `project_id = $1 and grain = 3600 and release <> ''`

/**
 * Steps from one combination of agent, environment and release to the next along the index "rollup_release". So the time
 * depends on the number of releases, not on how long they ran.
 */
const places = (only: string) => `
  with recursive place as (
    (select agent, environment, release from rollup where ${ofHours}${only} order by agent, environment, release limit 1)
    union all
    select next.* from place, lateral (
      select agent, environment, release from rollup where ${ofHours}${only}
        and (agent, environment, release) > (place.agent, place.environment, place.release)
      order by agent, environment, release limit 1) next
  ) select * from place`

/** The releases of all agents, or of some ($5), each with its first and last bucket. */
const seen = (some: boolean) => `
  with place as (${some ? `select place.* from unnest($5::text[]) wanted(name), lateral (${places(' and agent = wanted.name')}) place` : places('')}
  ), ends as (
    select place.*, first.bucket as first, last.bucket as last from place
      cross join lateral (${end('asc')}) first cross join lateral (${end('desc')}) last
    where $2::text is null or place.environment = $2
  )`

/** The first or last bucket with spans. If all spans of a bucket now name another release, its row stays with zeros. */
function end(direction: 'asc' | 'desc'): string {
  return `select bucket from rollup r where ${ofHours} and spans > 0 and r.agent = place.agent
    and r.environment = place.environment and r.release = place.release order by bucket ${direction} limit 1`
}

/** Releases that traces have named, with their first and last appearance. */
export async function listSeenReleases(
  ctx: Context,
  { query: { agent, ...query } }: Input<typeof listSeenReleasesContract>,
): Promise<Output<typeof listSeenReleasesContract>> {
  await authorize(ctx, 'project.read')
  return { items: await releasesSeen(ctx, query, agent ? [agent] : null) }
}

type Seen = Output<typeof listSeenReleasesContract>['items']
interface Asked {
  environment?: string
  from?: string
  to?: string
}

/** The same for some agents, or for all (null). */
export async function releasesSeen(
  ctx: Context,
  { environment, from, to }: Asked,
  agents: readonly string[] | null,
): Promise<Seen> {
  const values = [ctx.projectId, environment ?? null, from ?? null, to ?? null, ...(agents ? [agents] : [])]
  const rows = await poolSql(ctx.db).query<Row>(
    `${seen(agents !== null)}, releases as (
       select agent, release, min(first) as hour, max(last) as last,
         min(first) = min(min(first)) over (partition by agent) as initial
       from ends group by agent, release)
     select releases.agent, releases.release, releases.initial, coalesce(minute.bucket, hour) as first, last
     from releases left join lateral (
       select min(bucket) as bucket from rollup m where m.project_id = $1 and m.grain = 60 and m.bucket >= hour
         and m.bucket < hour + interval '1 hour' and m.agent = releases.agent and m.release = releases.release
         and m.spans > 0 and ($2::text is null or m.environment = $2)
     ) minute on true
     where ($3::timestamptz is null or hour > $3::timestamptz - interval '1 hour' and coalesce(minute.bucket, hour) >= $3)
       and ($4::timestamptz is null or hour < $4 and coalesce(minute.bucket, hour) < $4)
     order by first desc, agent, release limit ${maxSeen}`,
    values,
  )
  const slugs = [...new Set(rows.map(({ release }) => release))]
  const registered = await ctx.db.prisma.release.findMany({
    where: { projectId: ctx.projectId, slug: { in: slugs } },
    select: { slug: true, agent: true },
  })
  const isRegistered = ({ agent, release }: Row) =>
    registered.some(one => one.slug === release && (one.agent === agent || agent === ''))
  return rows.map(row => ({
    agent: row.agent || null,
    release: row.release,
    firstAt: toRfc3339(row.first),
    lastAt: toRfc3339(row.last),
    initial: row.initial,
    registered: isRegistered(row),
  }))
}
