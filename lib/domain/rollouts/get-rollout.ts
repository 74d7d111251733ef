import { findReleaseOf } from '#lib/domain/releases/index.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { now } from '#lib/platform/now.ts'
import { canonicalJson } from '#lib/shared/canonical-json.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { versionIn } from '#lib/shared/prompt-version.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import type { getRolloutContract } from './contract.ts'
import { toItem } from './item.ts'
import { findRollout, type RolloutRow } from './row.ts'
import type { RolloutDetail } from './schemas.ts'

export async function getRollout(
  ctx: Context,
  { params: { id } }: Input<typeof getRolloutContract>,
): Promise<Output<typeof getRolloutContract>> {
  await authorize(ctx, 'project.read')
  const { db, projectId } = ctx
  const row = await findRollout(db, projectId, id)
  const rows = await db.prisma.stateTransition.findMany({
    where: { projectId, machine: 'rollout', objectId: id },
    orderBy: { revision: 'desc' },
  })
  const transitions = rows.map(({ revision, at, fromState, toState, actorLabel, rule, message, evidence }) => ({
    ...{ revision, at: toRfc3339(at), from: fromState, to: toState, by: actorLabel, rule, message, evidence },
  }))
  const item = await toItem(db, row, await now(ctx))
  return { ...item, changes: await changesOf(ctx, row), transitions }
}

const text = (value: unknown) => (value === null || value === undefined ? null : canonicalJson(value))

/** The parts of two releases side by side, including the equal ones: a rollback takes all of them back. */
async function changesOf(ctx: Context, row: RolloutRow): Promise<RolloutDetail['changes']> {
  if (row.prompt !== null) return promptChanges(ctx, row, row.prompt)
  const { db, projectId } = ctx
  const { agent, baseline, candidate } = row
  const [before, after] = await Promise.all([
    findReleaseOf(db, projectId, agent, baseline),
    findReleaseOf(db, projectId, agent, candidate),
  ])
  const prompts = (release: typeof before) => (release?.prompts ?? {}) as Record<string, unknown>
  const names = [...new Set([...Object.keys(prompts(before)), ...Object.keys(prompts(after))])].sort()
  const version = (value: unknown) => (value === undefined ? null : String(value))
  return [
    { what: 'code', before: before?.code ?? null, after: after?.code ?? null },
    { what: 'model', before: before?.modelId ?? null, after: after?.modelId ?? null },
    { what: 'parameters', before: text(before?.parameters), after: text(after?.parameters) },
    ...names.map(name => ({
      ...{ what: `prompt ${name}`, before: version(prompts(before)[name]), after: version(prompts(after)[name]) },
    })),
    { what: 'RAG', before: text(before?.rag), after: text(after?.rag) },
  ]
}

/** The callers' view of both versions. */
async function promptChanges({ db, projectId }: Context, row: RolloutRow, name: string) {
  const numbers = [versionIn(row.baseline), versionIn(row.candidate)]
  const versions = await db.prisma.promptVersion.findMany({ where: { projectId, name, version: { in: numbers } } })
  const [before, after] = numbers.map(number => versions.find(({ version }) => version === number))
  return [
    { what: `prompt ${name}`, before: String(numbers[0]), after: String(numbers[1]) },
    { what: 'model', before: before?.model ?? null, after: after?.model ?? null },
    { what: 'parameters', before: text(before?.parameters), after: text(after?.parameters) },
    { what: 'variables', before: text(before?.variables), after: text(after?.variables) },
  ]
}
