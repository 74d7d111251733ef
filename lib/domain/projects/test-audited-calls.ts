import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { givenProject } from './test-projects.ts'

/** In a project of its own, which can be removed. */
async function inAnother(db: Database) {
  const by = await browserOf(db, 'admin')
  const { id, slug, name } = await givenProject(db, { admin: by.id })
  return { by: { ...by, headers: { ...by.headers, 'x-holdpoint-project': slug } }, name, projectId: id }
}

export const auditedCalls: AuditedCalls = {
  'projects.create': async db => ({ by: await browserOf(db, 'admin'), body: { name: `P ${Date.now()}` } }),
  'projects.rename': async db => {
    const { by, projectId } = await inAnother(db)
    return { by, projectId, body: { name: 'Another name' } }
  },
  'projects.remove': async db => {
    const { name, ...call } = await inAnother(db)
    return { ...call, body: { name } }
  },
}
