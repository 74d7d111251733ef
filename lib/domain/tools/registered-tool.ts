import { fieldsOf } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { squashed } from '#lib/shared/environment.ts'
import { toolConfig } from './contract.ts'
import { type ToolRisk, toolRisks } from './schemas.ts'

/** What the registry says about a tool that an agent names. */
interface RegisteredTool {
  /** The highest risk of all entries whose names differ only in spelling: a dash must not lower a risk. */
  risk: ToolRisk | null
  /** Only of the entry with exactly this name: another spelling may be another tool. */
  knownInProduction: boolean
  schema: Record<string, unknown> | null
  /** What a call touches, by all entries whose names look like this one. */
  labels: string[]
}

const nothing: RegisteredTool = { risk: null, knownInProduction: false, schema: null, labels: [] }

/** What is registered under this name now. */
export async function registeredTool(
  { prisma }: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  name: string,
): Promise<RegisteredTool> {
  const alias = squashed(name)
  const rows = await prisma.configObject.findMany({
    where: { projectId, kind: toolConfig.name, archivedAt: null, OR: [{ slug: name }, ...(alias ? [{ alias }] : [])] },
    select: { slug: true, body: true },
  })
  const entries = rows.map(row => ({ slug: row.slug, ...fieldsOf(toolConfig, row) }))
  const { knownInProduction, schema } = entries.find(({ slug }) => slug === name) ?? nothing
  const risk = entries.reduce<ToolRisk | null>((worst, entry) => worseRisk(worst, entry.risk), null)
  const labels = [...new Set(entries.flatMap(entry => entry.labels))]
  return { risk, knownInProduction, schema, labels }
}

const rank = (risk: ToolRisk | null) => (risk === null ? -1 : toolRisks.indexOf(risk))
const worseRisk = (a: ToolRisk | null, b: ToolRisk | null) => (rank(a) >= rank(b) ? a : b)
