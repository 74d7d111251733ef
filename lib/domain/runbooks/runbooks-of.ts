import { readConfigs } from '#lib/platform/config/rows.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { toRfc3339 } from '#lib/shared/time.ts'
import { runbookConfig } from './contract.ts'
import { matching } from './rules.ts'
import { type IncidentRunbook, incidentRunbook, type Step } from './schemas.ts'

interface OfIncident {
  id: string
  agent: string | null
  cause: string
}

/** A runbook of an incident, with its steps as they were written. */
interface Kept {
  slug: string
  title: string
  about: string | null
  revision: number
  inUse: boolean
  steps: Step[]
}

/** First the runbook that people follow, as it was when they began; then those that fit the incident now. */
export async function runbooksOf(reader: Reader, projectId: string, incident: OfIncident): Promise<Kept[]> {
  const used = await reader.prisma.incidentRunbook.findMany({
    where: { projectId, incidentId: incident.id },
    orderBy: [{ usedAt: 'asc' }, { runbook: 'asc' }],
  })
  const kept = used.map(({ runbook, title, about, revision, steps }) => ({
    ...{ slug: runbook, title, about, revision, inUse: true, steps: steps as unknown as Step[] },
  }))
  const fitting = matching(await readConfigs(reader, projectId, runbookConfig), incident)
  const rest = fitting.filter(({ slug }) => !kept.some(one => one.slug === slug))
  const revisions = await revisionsOf(
    reader,
    projectId,
    rest.map(({ slug }) => slug),
  )
  return [
    ...kept,
    ...rest.map(({ slug, title, about, steps }) => ({
      ...{ slug, title, about, steps, revision: revisions.get(slug) ?? 1, inUse: false },
    })),
  ]
}

async function revisionsOf({ prisma }: Reader, projectId: string, slugs: string[]): Promise<Map<string, number>> {
  const where = { projectId, kind: runbookConfig.name, slug: { in: slugs } }
  const rows = await prisma.configObject.findMany({ where, select: { slug: true, revision: true } })
  return new Map(rows.map(({ slug, revision }) => [slug, revision]))
}

type StepRow = Prisma.IncidentStepModel

/** One step with its state. */
export const toStep = (n: number, { text, action }: Step, row: StepRow | undefined) => ({
  ...{ n, text, action: action ?? null, state: row?.state ?? 'todo', revision: row?.revision ?? 0 },
  ...{ by: row?.actorLabel ?? null, at: row ? toRfc3339(row.at) : null },
  ...{ result: row?.result ?? null, approvalId: row?.approvalId ?? null },
})

export const toRunbook = ({ steps, ...kept }: Kept, rows: readonly StepRow[]): IncidentRunbook =>
  incidentRunbook.parse({
    ...kept,
    steps: steps.map((step, i) =>
      toStep(
        i + 1,
        step,
        rows.find(row => row.runbook === kept.slug && row.n === i + 1),
      ),
    ),
  })
