import { putSuite, startRun } from '#lib/domain/evals/index.ts'
import { suiteConfig } from '#lib/domain/evals/suites/contract.ts'
import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf, clientOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { createVersion, moveLabel } from './index.ts'
import { versionBody } from './schemas.ts'

const body = (text: string) => versionBody.parse({ template: text })

async function written(db: Database, ...texts: string[]): Promise<string> {
  const name = newId('prompt')
  for (const text of texts) await createVersion(testContext(db), { params: { name }, body: body(text) })
  return name
}
async function evalRun(db: Database): Promise<string> {
  const slug = newId('suite')
  const fields = suiteConfig.put.body?.parse({ level: 'unit', scenarios: [{ id: 'one', input: 'Why?' }] })
  if (fields) await putSuite(testContext(db), { params: { slug }, body: fields })
  return (await startRun(testContext(db), { body: { suite: slug, mode: 'mocked' } })).id
}

export const auditedCalls: AuditedCalls = {
  'prompts.create-version': async db => ({
    by: await clientOf(db, ['ci']),
    params: { name: newId('prompt') },
    body: { template: 'Say {{what}}' },
  }),
  'prompts.configure': async db => ({
    by: await browserOf(db, 'lead'),
    params: { name: await written(db, 'one') },
    body: { description: 'Diagnoses alerts' },
  }),
  'prompts.move-label': async db => ({
    by: await browserOf(db, 'lead'),
    params: { name: await written(db, 'one'), label: 'production' },
    body: { version: 1 },
  }),
  'prompts.roll-back-label': async db => {
    const name = await written(db, 'one', 'two')
    for (const version of [1, 2])
      await moveLabel(testContext(db), { params: { name, label: 'production' }, body: { version } })
    return { by: await browserOf(db, 'lead'), params: { name, label: 'production' }, body: { reason: 'Worse' } }
  },
  'prompts.add-evidence': async db => ({
    by: await clientOf(db, ['ci']),
    params: { name: await written(db, 'one'), version: '1' },
    body: { evalRunId: await evalRun(db) },
  }),
  'langfuse.create-prompt': async db => ({
    by: await clientOf(db, ['ci']),
    body: { name: newId('prompt'), prompt: 'Say {{what}}' },
  }),
  'langfuse.label-prompt': async db => ({
    by: await clientOf(db, ['ci']),
    params: { promptName: await written(db, 'one'), version: '1' },
    body: { newLabels: ['production'] },
  }),
}
