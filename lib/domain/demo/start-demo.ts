import { insertProject } from '#lib/domain/projects/index.ts'
import { audit } from '#lib/platform/audit/write.ts'
import { keyHash } from '#lib/platform/auth/api-keys.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Prisma } from '#lib/platform/db/generated/client.ts'
import { type Tx, transaction } from '#lib/platform/db/transaction.ts'
import type { Output } from '#lib/shared/contract.ts'
import { newId } from '#lib/shared/ids.ts'
import type { startDemoContract } from './contract.ts'
import { demoSecret } from './demo-secret.ts'
import { demoFor, findDemoProject } from './internal.ts'
import { historyDays } from './rules.ts'

const hourMs = 3_600_000

/** Starts the fleet in a project of its own, or makes the caller an administrator of the existing one. */
export async function startDemo(ctx: Context): Promise<Output<typeof startDemoContract>> {
  await authorize(ctx, 'projects.manage')
  return transaction(ctx.db, async tx => {
    const project = (await findDemoProject(tx)) ?? (await create(tx, ctx))
    if (ctx.actor.kind === 'user') await join(tx, project.id, ctx.actor.id)
    const entry = { action: 'demo.started', object: { type: 'project', id: project.id } }
    await audit(tx, ctx, entry)
    return demoFor(tx, { ...ctx, projectId: project.id })
  })
}

async function create(tx: Tx, ctx: Context): Promise<Prisma.ProjectModel> {
  const fields = { name: 'Demo', demo: true }
  const project =
    (await insertProject(tx, ctx, { ...fields, slug: 'demo' })) ??
    (await insertProject(tx, ctx, { ...fields, slug: `demo-${newId('d').slice(-6)}` }))
  if (!project) throw new Error('no address is left for the demo')
  const now = (await ctx.clock.now(tx)).getTime()
  const liveFrom = new Date(Math.floor(now / hourMs) * hourMs)
  await tx.prisma.demoFleet.create({ data: { projectId: project.id, seed: project.id, liveFrom, days: historyDays } })
  const secret = demoSecret(project.id)
  await tx.prisma.apiKey.create({
    data: {
      id: newId('key'),
      projectId: project.id,
      name: 'demo fleet',
      prefix: secret.slice(0, 10),
      hash: keyHash(secret),
      scopes: ['ingest', 'agent', 'ci', 'read', 'admin'],
    },
  })
  return project
}

async function join({ prisma }: Tx, projectId: string, userId: string): Promise<void> {
  await prisma.membership.upsert({
    where: { projectId_userId: { projectId, userId } },
    create: { projectId, userId, role: 'admin' },
    update: { role: 'admin', disabledAt: null },
  })
}
