import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { notFound } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { type PipelineRunItem, runItem } from './schemas.ts'

export type RunRow = Prisma.PipelineRunModel
export type StageRow = Prisma.PipelineStageModel

const time = (at: Date | null) => at && toRfc3339(at)

export function toRunItem(run: RunRow, stages: readonly StageRow[]): PipelineRunItem {
  const { projectId: _, releaseDigest: __, starterId: ___, startedAt, endedAt, ...rest } = run
  return runItem.parse({
    ...rest,
    startedAt: toRfc3339(startedAt),
    endedAt: time(endedAt),
    stages: stages.map(({ projectId: _p, runId: _r, position: _o, startedAt: began, endedAt: ended, ...stage }) => ({
      ...stage,
      startedAt: time(began),
      endedAt: time(ended),
    })),
  })
}

export const stagesOfRuns = (
  { prisma }: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  runIds: readonly string[],
): Promise<StageRow[]> =>
  prisma.pipelineStage.findMany({
    where: { projectId, runId: { in: [...runIds] } },
    orderBy: [{ runId: 'asc' }, { position: 'asc' }],
  })

/** A run with its stages in their order. Throws 404. */
export async function readRun(reader: Reader, ctx: Pick<Context, 'projectId'>, id: string) {
  const where = { projectId_id: { projectId: ctx.projectId, id } }
  const run = await reader.prisma.pipelineRun.findUnique({ where })
  if (!run) throw notFound('pipeline run')
  return { run, stages: await stagesOfRuns(reader, ctx, [id]) }
}
