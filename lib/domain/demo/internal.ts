import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { notFound } from '#lib/shared/problem.ts'
import type { Demo } from './schemas.ts'

/** The one demo project of the instance, whoever its members are. Null if there is none. */
export const findDemoProject = ({ prisma }: Reader) =>
  prisma.project.findFirst({ where: { demo: true, removedAt: null }, orderBy: { createdAt: 'asc' } })

/** The demo project, for its administrators. 404 for everybody else. */
export async function demoOfAdministrator(reader: Reader, ctx: Context): Promise<Prisma.ProjectModel> {
  const project = await findDemoProject(reader)
  const mine = { projectId: project?.id ?? '', userId: ctx.actor.id ?? '', role: 'admin', disabledAt: null }
  if (!project || (await reader.prisma.membership.count({ where: mine })) === 0) throw notFound('demo')
  return project
}

/** What a member sees of it; `none` for everybody else. */
export async function demoFor(reader: Reader, ctx: Context): Promise<Demo> {
  const project = await findDemoProject(reader)
  const id = project?.id ?? ''
  const mine = { projectId: id, userId: ctx.actor.id ?? '', disabledAt: null }
  const member = id === ctx.projectId || (await reader.prisma.membership.count({ where: mine })) > 0
  const fleet = await reader.prisma.demoFleet.findUnique({ where: { projectId: id } })
  if (!project || !fleet || !member) return { state: 'none', project: null, days: 0, filledDays: 0, failure: null }
  const { slug, name } = project
  const { days, filledDays, failure, live } = fleet
  const state = live ? (filledDays < days ? 'filling' : 'live') : 'paused'
  return { state, project: { id, slug, name }, days, filledDays, failure }
}
