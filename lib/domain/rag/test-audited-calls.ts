import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf, clientOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { pipelineConfig } from './contract.ts'
import { putPipeline } from './index.ts'

const fields = { embeddingModel: 'e', chunkSize: 800, chunkOverlap: 100 }

export const auditedCalls: AuditedCalls = {
  'rag-pipelines.put': async db => ({ by: await browserOf(db, 'lead'), params: { slug: newId('rag') }, body: fields }),
  'rag-pipelines.archive': async db => {
    const slug = newId('rag')
    const body = pipelineConfig.put.body?.parse(fields)
    if (body) await putPipeline(testContext(db), { params: { slug }, body })
    return { by: await browserOf(db, 'lead'), params: { slug } }
  },
  'rag-checks.make': async db => ({ by: await clientOf(db, ['ci']), body: { pipeline: newId('rag') } }),
}
