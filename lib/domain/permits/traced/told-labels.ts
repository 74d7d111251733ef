import { readPolicies, touch } from '#lib/domain/policies/index.ts'
import { labelsOfTools } from '#lib/domain/tools/index.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import type { ChangedTrace } from './feed.ts'

/** The attribute with which any span says what its run has touched: one text, or several. */
const attribute = 'holdpoint.touched'
/** The most labels of one span. */
const most = 20

interface Used {
  agent: string
  run: string
  tool: string | null
  startUs: string
  own: unknown
}

/**
 * Stores what runs have touched, by these traces: the labels of the tools that they used, from the registry, and what
 * spans say themselves. So policies know it also for an agent that asks only before dangerous steps.
 */
export async function keepToldLabels(ctx: Context, traces: readonly ChangedTrace[], now: Date): Promise<void> {
  const sql = poolSql(ctx.db)
  const labelsOf = await labelsOfTools(ctx.db, ctx)
  // Attributes are the larger part of what is stored, so they are read only if a policy asks for them.
  const own = (await readPolicies(ctx.db, ctx)).some(({ touched }) => touched.length > 0)
  if (labelsOf === null && !own) return
  const used = await usedIn(sql, ctx.projectId, traces, { tools: labelsOf !== null, own })
  const touches = used.map(({ agent, run, tool, startUs, own }) => ({
    ...{ agent, run, ...(tool === null ? {} : { tool }) },
    labels: [...(tool === null ? [] : (labelsOf?.(tool) ?? [])), ...labelsIn(own)],
    told: new Date(Math.min(Number(startUs) / 1000, now.getTime())),
  }))
  await touch(sql, ctx, touches, now)
}

/** Tool calls, if tools have labels, and spans with labels of their own. A span without a run belongs to its trace. */
const usedIn = (sql: Sql, projectId: string, traces: readonly ChangedTrace[], look: { tools: boolean; own: boolean }) =>
  sql.query<Used>(
    `select s.agent, coalesce(s.run_id, s.trace_id) as run, case when s.kind = 'tool' then s.tool end as tool, min(s.start_us) as "startUs",
       p.attributes -> '${attribute}' as own
     from unnest($2::date[], $3::text[]) u(day, trace_id) join span s on s.project_id = $1 and s.day = u.day and s.trace_id = u.trace_id
     left join span_payload p on $5 and p.project_id = $1 and p.day = s.day and p.trace_id = s.trace_id and p.span_id = s.span_id and p.attributes ? '${attribute}'
     where s.agent is not null and not s.noise and (p.span_id is not null or ($4 and s.kind = 'tool' and s.tool is not null))
     group by 1, 2, 3, 5`,
    [projectId, traces.map(({ day }) => day), traces.map(({ traceId }) => traceId), look.tools, look.own],
  )

function labelsIn(own: unknown): string[] {
  const all: unknown[] = Array.isArray(own) ? own : [own]
  return all
    .filter(each => typeof each === 'string' && each.trim() !== '' && each.length <= 200)
    .slice(0, most) as string[]
}
