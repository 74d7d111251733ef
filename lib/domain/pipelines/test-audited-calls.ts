import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { putPipeline, startPipelineRun } from './index.ts'

async function configured(db: Database): Promise<string> {
  const slug = newId('pipeline')
  const fields = { agent: 'triage', deployChannel: null, description: null }
  await putPipeline(testContext(db), { params: { slug }, body: fields })
  return slug
}
const run = async (db: Database) => ({
  ...{ pipeline: await configured(db), commit: '4f1c2ab', event: 'pull_request' as const },
})

export const auditedCalls: AuditedCalls = {
  'pipelines.put': async db => ({
    ...{ by: await browserOf(db, 'lead'), params: { slug: newId('pipeline') }, body: { agent: 'triage' } },
  }),
  'pipelines.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await configured(db) } }),
  'pipeline-runs.start': async db => ({ by: await browserOf(db, 'operator'), body: await run(db) }),
  'pipeline-runs.report': async db => {
    const { id } = await startPipelineRun(testContext(db), { body: await run(db) })
    return { by: await browserOf(db, 'operator'), params: { id, stage: 'unit' }, body: { status: 'running' } }
  },
}
