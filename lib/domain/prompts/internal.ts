import { createHash } from 'node:crypto'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { canonicalJson } from '#lib/shared/canonical-json.ts'
import { notFound } from '#lib/shared/problem.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { type Expects, variablesIn } from './rules.ts'
import type { Message, VersionBody, VersionItem } from './schemas.ts'

export type VersionRow = Prisma.PromptVersionModel
export type PromptRow = Prisma.PromptModel

/** What the digest covers: all that a caller uses of a version, but not the note, the author or the time. */
export interface Content {
  template: string | null
  messages: Message[] | null
  variables: string[]
  model: string | null
  parameters: Record<string, unknown>
  tags: string[]
}

export function contentOf(body: VersionBody): Content {
  const { template = null, messages = null, model = null, parameters, tags } = body
  const variables = body.variables ?? variablesIn({ template, messages })
  return { template, messages, variables: [...new Set(variables)], model, parameters, tags }
}

export const digestOf = (content: Content) =>
  `sha256:${createHash('sha256').update(canonicalJson(content)).digest('hex')}`

export async function findPrompt(
  { prisma }: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  name: string,
): Promise<PromptRow> {
  const row = await prisma.prompt.findUnique({ where: { projectId_name: { projectId, name } } })
  if (!row) throw notFound('prompt')
  return row
}

export async function findVersion(
  { prisma }: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  name: string,
  version: number,
): Promise<VersionRow> {
  const row = await prisma.promptVersion.findUnique({ where: { projectId_name_version: { projectId, name, version } } })
  if (!row) throw notFound('prompt version')
  return row
}

interface Labels {
  of: (version: number) => string[]
  /** The version of the label, and the version that a rollout tries in its place. */
  at: (label: string) => Stand | undefined
}
type Stand = Pick<
  Prisma.PromptLabelModel,
  'label' | 'version' | 'candidate' | 'environment' | 'weightBps' | 'rolloutId'
>
const notTried = { candidate: null, environment: null, weightBps: 0, rolloutId: null }

/** The versions of all labels of a prompt, including `latest`. */
export async function labelsOf(
  { prisma }: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  { name, latest }: Pick<PromptRow, 'name' | 'latest'>,
): Promise<Labels> {
  const rows = await prisma.promptLabel.findMany({ where: { projectId, name }, orderBy: { label: 'asc' } })
  const stands: Stand[] = [...rows, { label: newest, version: latest, ...notTried }]
  return {
    of: version => stands.filter(each => each.version === version).map(each => each.label),
    at: label => stands.find(each => each.label === label),
  }
}

/** The label of the newest version. It cannot be moved. */
export const newest = 'latest'

export const toVersion = (row: VersionRow, labels: string[]): VersionItem => ({
  ...{ name: row.name, version: row.version, labels },
  template: row.kind === 'text' ? (row.template as string) : null,
  messages: row.kind === 'chat' ? (row.template as unknown as Message[]) : null,
  ...{ variables: row.variables, model: row.model, tags: row.tags, note: row.note, digest: row.digest },
  parameters: row.parameters as VersionItem['parameters'],
  ...{ createdAt: toRfc3339(row.createdAt), createdBy: row.createdBy },
})

export const expectsOf = ({ expects }: Pick<PromptRow, 'expects'>): Expects => expects as unknown as Expects
