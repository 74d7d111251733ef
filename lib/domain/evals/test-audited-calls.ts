import { randomBytes } from 'node:crypto'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import type { Database } from '#lib/platform/db/client.ts'
import type { AuditedCalls } from '#lib/platform/testing/audited-call.ts'
import { browserOf, clientOf } from '#lib/platform/testing/caller.ts'
import { testContext } from '#lib/platform/testing/database.ts'
import { newId } from '#lib/shared/ids.ts'
import { finishRun, proposeTrace, putSuite, startRun } from './index.ts'
import { suiteConfig } from './suites/contract.ts'

const fields = { level: 'unit', scenarios: [{ id: 'one', input: 'Is the disk full?' }] }

async function configured(db: Database): Promise<string> {
  const slug = newId('suite')
  const body = suiteConfig.put.body?.parse(fields)
  if (body) await putSuite(testContext(db), { params: { slug }, body })
  return slug
}

async function started(db: Database, suite: string): Promise<string> {
  return (await startRun(testContext(db), { body: { suite, mode: 'mocked' } })).id
}

/** A trace of one span. */
async function traced(db: Database): Promise<string> {
  const traceId = randomBytes(16).toString('hex')
  await ingestTraces(testContext(db), { spans: [otlpSpan({}, { traceId })], rejected: [] })
  return traceId
}

async function proposed(db: Database): Promise<string> {
  const body = { suite: await configured(db), traceId: await traced(db) }
  return (await proposeTrace(testContext(db), { body })).id
}

const file = '<testsuite name="t"><testcase classname="c" name="n" time="0.1"/></testsuite>'
/** Creates a suite that does not exist yet. */
const also = ['suite.configured']
const row = { scenario: 'one', criterion: 'accuracy', score: 1 }

export const auditedCalls: AuditedCalls = {
  'suites.put': async db => ({ by: await browserOf(db, 'lead'), params: { slug: newId('suite') }, body: fields }),
  'suites.archive': async db => ({ by: await browserOf(db, 'lead'), params: { slug: await configured(db) } }),
  'suites.pin-baseline': async db => {
    const slug = await configured(db)
    const evalRunId = await started(db, slug)
    await finishRun(testContext(db), { params: { id: evalRunId } })
    return { by: await browserOf(db, 'lead'), params: { slug }, body: { evalRunId } }
  },
  'eval-runs.start': async db => ({
    by: await clientOf(db, ['ci']),
    body: { suite: await configured(db), mode: 'mocked' },
  }),
  'eval-runs.finish': async db => ({
    by: await clientOf(db, ['ci']),
    params: { id: await started(db, await configured(db)) },
  }),
  'eval-runs.import-junit': async db => ({
    by: await clientOf(db, ['ci']),
    query: { suite: newId('suite') },
    body: file,
    also,
  }),
  'eval-runs.import-promptfoo': async db => ({
    by: await clientOf(db, ['ci']),
    query: { suite: newId('suite') },
    body: { results: { results: [{ description: 'one', success: true, score: 1 }] } },
    also,
  }),
  'eval-runs.import-json': async db => ({
    by: await clientOf(db, ['ci']),
    query: { suite: newId('suite') },
    body: { results: [row] },
    also,
  }),
  'suites.import-csv': async db => ({
    by: await browserOf(db, 'lead'),
    params: { slug: await configured(db) },
    body: 'id,input\ntwo,2\n',
  }),
  'suites.import-jsonl': async db => ({
    by: await browserOf(db, 'lead'),
    params: { slug: await configured(db) },
    body: '{"id": "two", "input": "2"}',
  }),
  'eval-proposals.make': async db => ({
    by: await clientOf(db, ['ci']),
    body: { suite: await configured(db), traceId: await traced(db) },
  }),
  'eval-proposals.accept': async db => ({
    by: await browserOf(db, 'operator'),
    params: { id: await proposed(db) },
    body: { scenario: 'two', input: 'Is it full?' },
    also,
  }),
  'eval-proposals.dismiss': async db => ({ by: await browserOf(db, 'operator'), params: { id: await proposed(db) } }),
}
