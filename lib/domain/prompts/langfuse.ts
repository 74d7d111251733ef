import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { faultsOf, faulty } from '#lib/shared/faults.ts'
import { createVersion } from './create-version.ts'
import { getPrompt } from './get-prompt.ts'
import { newest, toVersion } from './internal.ts'
import type {
  langfuseCreatePromptContract,
  langfuseGetPromptContract,
  langfuseLabelPromptContract,
  langfuseListPromptsContract,
} from './langfuse/contract.ts'
import type { LangfuseMessage } from './langfuse/schemas.ts'
import { moveLabel } from './move-label.ts'
import { type Message, type VersionItem, versionBody } from './schemas.ts'

type Prompt = Output<typeof langfuseGetPromptContract>

const fromMessage = (message: LangfuseMessage): Message =>
  'name' in message && message.type === 'placeholder'
    ? { placeholder: String(message.name) }
    : { role: String(message.role), content: String(message.content) }

const toMessage = (message: Message): Record<string, string> =>
  'placeholder' in message
    ? { type: 'placeholder', name: message.placeholder }
    : { type: 'chatmessage', role: message.role, content: message.content }

/** Langfuse has model and parameters in one object. */
const configOf = ({ model, parameters }: Pick<VersionItem, 'model' | 'parameters'>) => ({
  ...(model === null ? {} : { model }),
  ...parameters,
})

const toPrompt = ({ projectId }: Context, item: VersionItem): Prompt => ({
  id: `${item.name}:${item.version}`,
  ...{ createdAt: item.createdAt, updatedAt: item.createdAt, projectId, createdBy: item.createdBy },
  ...{ name: item.name, version: item.version, type: item.template === null ? 'chat' : 'text' },
  prompt: item.template ?? (item.messages ?? []).map(toMessage),
  ...{ config: configOf(item), labels: item.labels, tags: item.tags, commitMessage: item.note, resolutionGraph: null },
})

export async function getLangfusePrompt(
  ctx: Context,
  { params, query }: Input<typeof langfuseGetPromptContract>,
): Promise<Prompt> {
  const { folder: _, rollout: __, ...item } = await getPrompt(ctx, { params: { name: params.promptName }, query })
  return toPrompt(ctx, item)
}

/** Adds the version, then moves each label to it by the ordinary verb. */
export async function createLangfusePrompt(
  ctx: Context,
  { body }: Input<typeof langfuseCreatePromptContract>,
): Promise<Prompt> {
  const { name, config, labels, tags, commitMessage, prompt } = body
  const { model, ...parameters } = config ?? {}
  const own = typeof model === 'string' ? { model, parameters } : { parameters: config ?? {} }
  const text = typeof prompt === 'string' ? { template: prompt } : { messages: prompt.map(fromMessage) }
  const content = versionBody.safeParse({
    ...text,
    ...own,
    tags: tags ?? [],
    ...(commitMessage ? { note: commitMessage } : {}),
  })
  if (!content.success) throw faulty(faultsOf(content.error, 'body'), 'body')
  const { version } = await createVersion(ctx, { params: { name }, body: content.data })
  return labelled(ctx, name, version, labels ?? [])
}

export async function labelLangfusePrompt(
  ctx: Context,
  { params, body }: Input<typeof langfuseLabelPromptContract>,
): Promise<Prompt> {
  return labelled(ctx, params.promptName, params.version, body.newLabels)
}

async function labelled(ctx: Context, name: string, version: number, labels: readonly string[]): Promise<Prompt> {
  for (const label of labels) {
    if (label !== newest) await moveLabel(ctx, { params: { name, label }, body: { version } })
  }
  return getLangfusePrompt(ctx, { params: { promptName: name }, query: { version } })
}

/** Prompts by name, with the numbers of their versions. */
export async function listLangfusePrompts(
  ctx: Context,
  { query }: Input<typeof langfuseListPromptsContract>,
): Promise<Output<typeof langfuseListPromptsContract>> {
  await authorize(ctx, 'prompts.read')
  const { projectId, db } = ctx
  const { page, limit, label } = query
  const labelledNames =
    label === undefined || label === newest
      ? undefined
      : (await db.prisma.promptLabel.findMany({ where: { projectId, label }, select: { name: true } })).map(
          row => row.name,
        )
  const where = { projectId, AND: [{ name: query.name }, { name: { in: labelledNames } }] }
  const totalItems = await db.prisma.prompt.count({ where })
  const prompts = await db.prisma.prompt.findMany({
    where,
    orderBy: { name: 'asc' },
    skip: (page - 1) * limit,
    take: limit,
  })
  const names = prompts.map(row => row.name)
  const newestRows = await db.prisma.promptVersion.findMany({
    where: { projectId, OR: prompts.map(row => ({ name: row.name, version: row.latest })) },
  })
  const labels = await db.prisma.promptLabel.findMany({
    where: { projectId, name: { in: names } },
    orderBy: { label: 'asc' },
  })
  return {
    data: prompts.map(prompt => {
      const last = newestRows.find(row => row.name === prompt.name)
      const item = last && toVersion(last, [])
      return {
        name: prompt.name,
        type: item?.template == null ? 'chat' : 'text',
        // Versions are never deleted, so every number up to the newest exists.
        versions: Array.from({ length: prompt.latest }, (_, at) => at + 1),
        labels: [...labels.filter(row => row.name === prompt.name).map(row => row.label), newest],
        tags: item?.tags ?? [],
        lastUpdatedAt: prompt.updatedAt.toISOString(),
        lastConfig: item ? configOf(item) : {},
      }
    }),
    meta: { page, limit, totalItems, totalPages: Math.ceil(totalItems / limit) },
  }
}
