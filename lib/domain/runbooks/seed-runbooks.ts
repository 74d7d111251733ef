import { z } from 'zod'
import type { Context } from '#lib/platform/context.ts'
import type { Sql } from '#lib/platform/db/sql.ts'
import { putRunbook } from './config.ts'
import { runbookFields } from './schemas.ts'
import { seeds } from './seeds.ts'

// SQL: one statement over all projects.

/** Projects that have never had a runbook; one whose runbooks were all deleted has had some. */
export async function projectsWithoutRunbooks(sql: Sql): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select p.id from project p where p.removed_at is null
       and not exists (select from config_object c where c.project_id = p.id and c.kind = 'runbook') limit 100`,
  )
  return rows.map(({ id }) => id)
}

/** Gives a project the runbooks that everybody begins with. One that somebody has written meanwhile stays as it is. */
export async function seedRunbooks(ctx: Context): Promise<void> {
  for (const [slug, fields] of Object.entries(seeds)) {
    const body = { ...z.object(runbookFields).parse(fields), expectedRevision: 0 }
    await putRunbook(ctx, { params: { slug }, body }).catch(error => {
      if (error?.fields?.type !== 'stale-revision') throw error
    })
  }
}
