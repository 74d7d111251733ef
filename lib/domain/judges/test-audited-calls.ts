import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { judgeConfig } from './contract.ts'
import { putJudge } from './index.ts'

const fields = { url: 'https://api.example.com/v1', model: 'small' }

async function configured(db: Database): Promise<string> {
  const slug = newId('judge')
  const body = judgeConfig.put.body?.parse(fields)
  if (body) await putJudge(testContext(db), { params: { slug }, body })
  return slug
}

/** An output of an eval run that a judge has scored. */
async function scored(db: Database): Promise<{ slug: string; evalRunId: string }> {
  const slug = await configured(db)
  const evalRunId = newId('evr')
  const { projectId } = testContext(db)
  const now = new Date()
  await db.prisma.scoringTask.create({
    data: {
      ...{ projectId, id: newId('task'), runId: evalRunId, scenario: 'one', repeat: 1, criterion: 'accuracy' },
      ...{
        scorer: { kind: 'judge', judge: slug },
        digest: 'd',
        state: 'scored',
        createdAt: now,
        nextAt: now,
        doneAt: now,
      },
      ...{ score: 1, judge: slug, judgeVersion: 1 },
    },
  })
  return { slug, evalRunId }
}

export const auditedCalls: AuditedCalls = {
  'judges.put': async db => ({ by: await browserOf(db, 'lead'), params: { slug: newId('judge') }, body: fields }),
  'judges.label': async db => {
    const { slug, evalRunId } = await scored(db)
    const body = { evalRunId, scenario: 'one', repeat: 1, criterion: 'accuracy', agrees: false }
    return { by: await browserOf(db, 'operator'), params: { slug }, body }
  },
  'judges.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await configured(db) } }),
}
