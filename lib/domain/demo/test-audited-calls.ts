import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { newId } from '#lib/shared/ids.ts'

/** The administrator of the one demo, which earlier calls may have left behind. */
async function withDemo(db: Database) {
  await db.prisma.project.deleteMany({ where: { demo: true } })
  const by = await browserOf(db, 'admin')
  const id = newId('prj')
  await db.prisma.project.create({ data: { id, slug: id, name: 'Demo', demo: true } })
  await db.prisma.membership.create({ data: { projectId: id, userId: by.id, role: 'admin' } })
  await db.prisma.demoFleet.create({ data: { projectId: id, seed: 's', liveFrom: new Date(), days: 30 } })
  return by
}

export const auditedCalls: AuditedCalls = {
  'demo.start': async db => {
    await db.prisma.project.deleteMany({ where: { demo: true } })
    return { by: await browserOf(db, 'admin'), also: ['project.created'] }
  },
  'demo.change': async db => ({ by: await withDemo(db), body: { live: false } }),
  'demo.remove': async db => ({ by: await withDemo(db) }),
}
