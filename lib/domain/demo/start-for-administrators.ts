import { setTimeout } from 'node:timers/promises'
import { defaultProject } from '#lib/platform/auth/authenticate.ts'
import { systemContext } from '#lib/platform/context.ts'
import type { Database } from '#lib/platform/db/client.ts'
import { startDemo } from './start-demo.ts'

const lookEveryMs = 1_000

/**
 * For `npm run demo`: starts the fleet as the button does, for the administrators of the first project, as soon as
 * there is one. Answers the slug of its project. Null if it was stopped before.
 */
export async function startDemoForAdministrators(db: Database, stop: AbortSignal): Promise<string | null> {
  for (;;) {
    const admins = await db.prisma.membership.findMany({
      where: { projectId: defaultProject, role: 'admin', disabledAt: null },
      select: { userId: true },
    })
    if (admins.length > 0) {
      const { project } = await startDemo(systemContext(db, defaultProject, 'npm-run-demo'))
      const data = admins.map(({ userId }) => ({ projectId: project?.id ?? '', userId, role: 'admin' }))
      await db.prisma.membership.createMany({ data, skipDuplicates: true })
      return project?.slug ?? null
    }
    await setTimeout(lookEveryMs, undefined, { signal: stop, ref: false }).catch(() => {})
    if (stop.aborted) return null
  }
}
