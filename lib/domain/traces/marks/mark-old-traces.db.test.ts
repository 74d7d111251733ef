import { expect, test } from 'vitest'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { decodeRecording } from '#lib/domain/traces/testing/recordings.ts'
import type { Context } from '#lib/platform/context.ts'
import { poolSql } from '#lib/platform/db/client.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'
import { markOldTraces, projectsWithUnmarked } from './mark-old-traces.ts'

const database = givenDatabase()

async function marksOf({ projectId }: Context) {
  const { rows } = await database.db.pool.query(
    'select trace_id, array_agg(distinct mark order by mark) as marks from trace_marks, unnest(marks) as mark where project_id = $1 group by 1 order by 1',
    [projectId],
  )
  return rows
}

test.each(['autogen-own', 'openinference-crewai'])(
  'traces of %s from before there were marks get those that ingestion gives',
  async name => {
    const ctx = freshProject(database.db)
    await database.db.pool.query('insert into project (id, name) values ($1, $1)', [ctx.projectId])
    await ingestTraces(ctx, { spans: decodeRecording(name).spans, rejected: [] })
    const fresh = await marksOf(ctx)
    expect(await projectsWithUnmarked(poolSql(database.db))).toEqual([])
    await database.db.pool.query('delete from trace_marks where project_id = $1', [ctx.projectId])
    await database.db.pool.query('update trace set marked = false where project_id = $1', [ctx.projectId])
    expect(await projectsWithUnmarked(poolSql(database.db))).toEqual([ctx.projectId])
    expect(await markOldTraces(ctx)).toBe(fresh.length)
    expect(await marksOf(ctx)).toEqual(fresh)
    expect(await markOldTraces(ctx)).toBe(0)
  },
)
