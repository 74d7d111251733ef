import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { notFound } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { reusable } from './rules.ts'
import { type PipelineRunItem, runItem } from './schemas.ts'

export type RunRow = Prisma.PipelineRunModel
export type StageRow = Prisma.PipelineStageModel

const time = (at: Date | null) => at && toRfc3339(at)

/** Finds the run in which a stage failed last for a release with the same contents. */
export type Failures = (run: RunRow, stage: StageRow) => string | null

export function toRunItem(run: RunRow, stages: readonly StageRow[], failures: Failures): PipelineRunItem {
  const { projectId: _, releaseDigest: __, starterId: ___, startedAt, endedAt, ...rest } = run
  return runItem.parse({
    ...rest,
    startedAt: toRfc3339(startedAt),
    endedAt: time(endedAt),
    stages: stages.map(row => {
      const { projectId: _p, runId: _r, position: _o, startedAt: began, endedAt: ended, ...stage } = row
      return { ...stage, failedIn: failures(run, row), startedAt: time(began), endedAt: time(ended) }
    }),
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

/** Finds earlier failures of those stages of these runs that cost money and have not begun. */
export async function failuresElsewhere(
  { prisma }: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  runs: readonly RunRow[],
  stages: readonly StageRow[],
): Promise<Failures> {
  const isOpen = ({ name, status }: StageRow) => status === 'queued' && reusable.some(one => one === name)
  const open = new Set(stages.filter(isOpen).map(({ runId }) => runId))
  const digests = runs.flatMap(({ id, releaseDigest }) => (open.has(id) && releaseDigest !== null ? releaseDigest : []))
  if (digests.length === 0) return () => null
  const others = await prisma.pipelineRun.findMany({
    where: { projectId, releaseDigest: { in: [...new Set(digests)] } },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    select: { id: true, pipeline: true, releaseDigest: true },
  })
  const failed = await prisma.pipelineStage.findMany({
    where: { projectId, runId: { in: others.map(({ id }) => id) }, name: { in: [...reusable] }, status: 'failed' },
    select: { runId: true, name: true },
  })
  const known = new Set(failed.map(({ runId, name }) => `${runId} ${name}`))
  return (run, stage) => {
    if (!isOpen(stage)) return null
    const isSame = (one: (typeof others)[number]) =>
      one.id !== run.id && one.pipeline === run.pipeline && one.releaseDigest === run.releaseDigest
    return others.find(one => isSame(one) && known.has(`${one.id} ${stage.name}`))?.id ?? null
  }
}

/** A run as the API shows it. Throws 404. */
export async function readRunItem(
  reader: Reader,
  ctx: Pick<Context, 'projectId'>,
  id: string,
): Promise<PipelineRunItem> {
  const { run, stages } = await readRun(reader, ctx, id)
  return toRunItem(run, stages, await failuresElsewhere(reader, ctx, [run], stages))
}

/** A run with its stages in their order. Throws 404. */
export async function readRun(reader: Reader, ctx: Pick<Context, 'projectId'>, id: string) {
  const where = { projectId_id: { projectId: ctx.projectId, id } }
  const run = await reader.prisma.pipelineRun.findUnique({ where })
  if (!run) throw notFound('pipeline run')
  return { run, stages: await stagesOfRuns(reader, ctx, [id]) }
}
