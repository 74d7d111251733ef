import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import type { Sql } from '#lib/platform/db/sql.ts'

// SQL: the tables are read from the catalogue, and rows go in batches by their place.

const batch = 5_000
/** A request that was let in before the removal may still write for as long as this. */
const settleSeconds = 30

/** What stays of a project that was no demo. */
const kept = ['audit_event', 'audit_head']
/** Holds the claim under which this runs; it goes last. */
const claims = 'tick_claim'

/** Projects that are removed and not empty yet. */
export async function projectsToEmpty(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    'select id from project where removed_at is not null and emptied_at is null order by removed_at limit 100',
  )
  return rows.map(({ id }) => id)
}

/**
 * Deletes the rows of a removed project, in every table that there is with a `project_id`, partitions included, so that
 * no domain can be forgotten. Ends at the limit of its tick and goes on in the next; a project is empty when a pass
 * that began after the last request could write has found nothing. Answers how many rows went.
 */
export async function emptyProject(ctx: Context): Promise<number> {
  const sql = poolSql(ctx.db)
  const { projectId } = ctx
  const project = await ctx.db.prisma.project.findUnique({ where: { id: projectId } })
  if (!project?.removedAt) return 0
  const began = await ctx.clock.now(sql)
  let gone = 0
  for (const table of await tablesOfProjects(sql)) {
    if (table === claims || (!project.demo && kept.includes(table))) continue
    for (;;) {
      if (ctx.signal?.aborted) return gone
      const count = await deleteSome(sql, table, projectId)
      gone += count
      if (count < batch) break
    }
  }
  if (gone === 0 && began.getTime() - project.removedAt.getTime() > settleSeconds * 1000) {
    await ctx.db.prisma.project.update({ where: { id: projectId }, data: { emptiedAt: began } })
    await ctx.db.prisma.tickClaim.deleteMany({ where: { projectId } })
  }
  return gone
}

/** Tables that hold rows themselves: a partitioned one stands for its partitions, whose rows have places of their own. */
async function tablesOfProjects(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'project_id' and not a.attisdropped
     order by c.relname`,
  )
  return rows.map(({ name }) => name)
}

async function deleteSome(sql: Sql, table: string, projectId: string): Promise<number> {
  const [row] = await sql.query<{ count: number }>(
    `with gone as (
       delete from "${table}" where ctid = any(array(select ctid from "${table}" where project_id = $1 limit ${batch})) returning 1
     ) select count(*)::int as count from gone`,
    [projectId],
  )
  return row?.count ?? 0
}
