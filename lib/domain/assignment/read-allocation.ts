import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import type { Allocation } from './rules.ts'

export type AllocationRow = Prisma.AllocationModel

export const findAllocation = (
  { prisma }: Reader,
  projectId: string,
  agent: string,
  environment: string,
): Promise<AllocationRow | null> =>
  prisma.allocation.findUnique({ where: { projectId_agent_environment: { projectId, agent, environment } } })

/** The current allocation of an agent in an environment; null if no release is recorded as serving. */
export const readAllocation = (
  reader: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  agent: string,
  environment: string,
): Promise<Allocation | null> => findAllocation(reader, projectId, agent, environment)

/** All allocations of a project, or of one agent, in the order of agent and environment. */
export const readAllocations = (
  { prisma }: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  agent?: string,
): Promise<AllocationRow[]> =>
  prisma.allocation.findMany({
    where: { projectId, ...(agent === undefined ? {} : { agent }) },
    orderBy: [{ agent: 'asc' }, { environment: 'asc' }],
  })
