import { z } from 'zod'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { recordConfig, type Written, writeConfig } from '#lib/platform/config/put.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { transaction } from '#lib/platform/db/transaction.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { runbookKind } from './config.ts'
import { runbookFields } from './schemas.ts'
import { seeds } from './seeds.ts'

// SQL: one statement over all projects.

/** Projects that have never had a runbook. A project whose runbooks were all deleted has had some. */
export async function projectsWithoutRunbooks(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select p.id from project p where p.removed_at is null
       and not exists (select from config_object c where c.project_id = p.id and c.kind = 'runbook') limit 100`,
  )
  return rows.map(({ id }) => id)
}

/**
 * Gives a project the first runbooks: all of them or, if the process is killed, none, because a project that has some
 * is not looked at again. A runbook that somebody has written meanwhile stays as it is.
 */
export async function seedRunbooks(ctx: Context): Promise<void> {
  await authorize(ctx, runbookKind.contracts.write)
  await transaction(ctx.db, async tx => {
    const written: Written[] = []
    for (const [slug, fields] of Object.entries(seeds).sort(([a], [b]) => (a < b ? -1 : 1))) {
      const seed = { slug, fields: z.object(runbookFields).parse(fields), expectedRevision: 0 }
      const one = await writeConfig(tx, ctx, runbookKind, seed).catch(unlessThere)
      if (one) written.push(one)
    }
    for (const one of written) await recordConfig(tx, ctx, runbookKind, one)
  })
}

function unlessThere(error: unknown): null {
  if (!isProblem(error) || error.fields.type !== 'stale-revision') throw error
  return null
}
