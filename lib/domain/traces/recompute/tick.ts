import type { Context } from '#lib/platform/context.ts'
import type { Tick } from '#lib/platform/jobs/work.ts'
import { stepRecompute } from './step.ts'

/** How long one run of the job lasts: short enough that a stopping server does not wait for it. */
const runMs = 4_000
/** The same in every process: the claim of the tick decides which one works, and a new one continues at once what another began. */
const worker = 'server'

/** Works off what was begun on a page or over the API, and what a command left open. */
export const recomputeTick: Tick = {
  name: 'recompute',
  everySeconds: 1,
  limitSeconds: 120,
  async projects(sql) {
    const rows = await sql.query<{ id: string }>(
      'select distinct project_id as id from recompute where finished_at is null and stopped_at is null limit 200',
    )
    return rows.map(({ id }) => id)
  },
  async run(ctx: Context) {
    const until = performance.now() + runMs
    const open = await ctx.db.prisma.recompute.findMany({
      where: { projectId: ctx.projectId, finishedAt: null, stoppedAt: null },
      orderBy: { startedAt: 'asc' },
      select: { id: true },
    })
    for (const { id } of open) {
      for (let going = true; going && performance.now() < until && !ctx.signal?.aborted; ) {
        going = (await stepRecompute(ctx, { id, worker })).state === 'worked'
      }
    }
  },
}
