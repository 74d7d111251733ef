import { poolSql } from '#lib/platform/db/client.ts'
import type { TimelineSource } from '#lib/platform/timeline.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import { toRfc3339 } from '#lib/shared/time.ts'

// SQL: counts denied steps by rule and by ten minutes.

interface Row {
  agent: string
  rule: string
  count: number
  first: Date
  last: Date
  example: string
  message: string | null
}

/** Denied steps by rule: one line for every ten minutes. */
export const timeline: TimelineSource = {
  id: 'permits',
  permission: 'project.read',
  async read({ db, projectId }, { scope, from, to, most }) {
    const rows = await poolSql(db).query<Row>(
      `select agent, rule, count(*)::int as count, min(asked_at) as first, max(asked_at) as last, min(id) as example,
         min(reasons -> 0 ->> 'message') as message
       from permit where project_id = $1 and status = 'refused' and asked_at >= $2::timestamptz and asked_at < $3::timestamptz
         and ($4::text is null or agent = $4) and ($5::text is null or tool = $5) and ($6::text is null or environment = $6)
       group by agent, rule, date_bin('10 minutes', asked_at, '2000-01-01') order by last desc limit $7`,
      [projectId, from.toISOString(), to.toISOString(), scope.agent, scope.tool, scope.environment, most],
    )
    return rows.map(({ agent, rule, count, first, last, example, message }) => ({
      ...{ id: example, at: toRfc3339(first), tone: 'warning' as const, shape: 'cross' as const, state: 'refused' },
      title: count === 1 ? `A step of ${agent} was denied` : `${formatCount(count)} steps of ${agent} were denied`,
      detail: `${rule}: ${message ?? ''}${count === 1 ? '' : ` The last at ${toRfc3339(last).slice(11, 19)}.`}`,
      href: null,
    }))
  },
}
