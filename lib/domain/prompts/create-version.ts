import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { conflict } from '#lib/shared/problem.ts'
import type { createVersionContract } from './contract.ts'
import {
  type Content,
  contentOf,
  digestOf,
  expectsOf,
  labelsOf,
  type PromptRow,
  toVersion,
  type VersionRow,
} from './internal.ts'
import { everything, folderOf, lint } from './rules.ts'
import type { VersionBody } from './schemas.ts'

type In = Input<typeof createVersionContract>

/** Adds a version, unless the newest version has the same contents. */
export async function createVersion(
  ctx: Context,
  { params: { name }, body }: In,
): Promise<Output<typeof createVersionContract>> {
  await authorize(ctx, 'prompts.write', { type: 'prompt', id: name })
  return change(ctx, async tx => {
    const { prompt, row, created } = await addVersion(tx, ctx, name, body)
    const labels = await labelsOf(tx, ctx, prompt)
    const item = toVersion(row, labels.of(row.version))
    return { ...item, lint: lint(item, expectsOf(prompt)), created }
  })
}

interface Added {
  prompt: PromptRow
  row: VersionRow
  created: boolean
}

/** The row of the new version, or of the newest if that has the same contents. Throws 409 if somebody else added one first. */
async function addVersion(tx: Tx, ctx: Context, name: string, body: VersionBody): Promise<Added> {
  const { projectId } = ctx
  const content = contentOf(body)
  const digest = digestOf(content)
  const before = await tx.prisma.prompt.findUnique({ where: { projectId_name: { projectId, name } } })
  if (before) {
    const key = { projectId, name, version: before.latest }
    const row = await tx.prisma.promptVersion.findUniqueOrThrow({ where: { projectId_name_version: key } })
    if (row.digest === digest) return { prompt: before, row, created: false }
  }
  const now = await ctx.clock.now(tx)
  const prompt = await countUp(tx, ctx, name, before, now)
  const row = await tx.prisma.promptVersion.create({
    data: {
      ...{ projectId, name, version: prompt.latest, digest },
      ...columnsOf(content, body),
      createdAt: now,
      createdBy: ctx.actor.label,
    },
  })
  await audit(tx, ctx, {
    action: 'prompt.version-created',
    object: { type: 'prompt', id: name },
    before: before ? { latest: before.latest } : null,
    after: { latest: prompt.latest, digest },
  })
  await publish(tx, projectId, {
    topic: 'prompts',
    type: 'prompt.version-created',
    ids: [name],
    revision: prompt.latest,
  })
  return { prompt, row, created: true }
}

const columnsOf = ({ template, messages, ...content }: Content, { note }: VersionBody) => ({
  kind: template === null ? 'chat' : 'text',
  template: (template ?? messages) as object,
  ...{ variables: content.variables, model: content.model, parameters: content.parameters as object },
  ...{ tags: content.tags, note: note ?? null },
})

/** Takes the next number by one conditional update. */
async function countUp(tx: Tx, ctx: Context, name: string, before: PromptRow | null, now: Date): Promise<PromptRow> {
  const { projectId } = ctx
  const touched = { updatedAt: now, updatedBy: ctx.actor.label }
  if (before) {
    const [row] = await tx.prisma.prompt.updateManyAndReturn({
      where: { projectId, name, latest: before.latest },
      data: { latest: { increment: 1 }, ...touched },
    })
    if (row) return row
  } else {
    const [row] = await tx.prisma.prompt.createManyAndReturn({
      data: {
        ...{ projectId, name, folder: folderOf(name), latest: 1, guardedLabels: [], revision: 1 },
        ...{ expects: { ...everything }, createdAt: now, ...touched },
      },
      skipDuplicates: true,
    })
    if (row) return row
  }
  throw conflict('stale-revision', 'Somebody else added a version at the same moment. Send the request again.')
}
