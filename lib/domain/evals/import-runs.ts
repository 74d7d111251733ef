import { z } from 'zod'
import { audit } from '#lib/platform/audit/write.ts'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import { recordConfig, type Written, writeConfig } from '#lib/platform/config/put.ts'
import { readConfig } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import { publish } from '#lib/platform/events/publish.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { suiteKind } from './config.ts'
import { finish } from './finish-run.ts'
import type { Imported } from './imports/imported.ts'
import { readJunit } from './imports/junit.ts'
import { readPlainJson } from './imports/plain-json.ts'
import { readPromptfoo } from './imports/promptfoo.ts'
import { withdrawProposals } from './proposals/withdraw-proposals.ts'
import type { importJsonContract } from './runs/contract.ts'
import { createRun } from './start-run.ts'
import { checkRows, storeResults } from './store-results.ts'
import { namesIn } from './suite-version.ts'
import { suiteConfig } from './suites/contract.ts'
import { suiteFields } from './suites/schemas.ts'
import type { Verdict } from './verdicts/schemas.ts'

type Given = Input<typeof importJsonContract>
type Answer = Output<typeof importJsonContract>

export const importJunit = (ctx: Context, given: Given): Promise<Answer> => importRun(ctx, given, 'junit', readJunit)
export const importPromptfoo = (ctx: Context, given: Given): Promise<Answer> =>
  importRun(ctx, given, 'promptfoo', readPromptfoo)
export const importJson = (ctx: Context, given: Given): Promise<Answer> => importRun(ctx, given, 'json', readPlainJson)

/** Creates a finished run from a file. The whole file is read first: with an invalid file nothing is stored. */
async function importRun(
  ctx: Context,
  { query, body }: Given,
  tool: string,
  read: (text: string) => Imported,
): Promise<Answer> {
  await authorize(ctx, 'evals.report')
  const imported = read(body)
  return change(ctx, async tx => {
    const followed = await followFile(tx, ctx, query, imported, tool)
    if (followed) await recordConfig(tx, ctx, suiteKind, followed)
    const run = await createRun(tx, ctx, query)
    const { projectId } = ctx
    await storeResults(tx, projectId, run.id, { results: imported.results, outputs: [] })
    await withdrawProposals(tx, projectId, imported.results)
    const verdict = (await finish(tx, ctx, run.id)) as Verdict
    await audit(tx, ctx, {
      action: 'eval-run.imported',
      object: { type: 'eval-run', id: run.id },
      after: { suite: run.suite, suiteVersion: run.suiteVersion, verdict: verdict.verdict },
      evidence: { tool, results: imported.results.length },
    })
    await publish(tx, projectId, { topic: 'evals', type: 'eval-run.finished', ids: [run.id] })
    return verdict
  })
}

/** A suite that follows its imports is set to the content of the file; any other accepts rows of its own scenarios, or answers 422. */
async function followFile(
  tx: Tx,
  ctx: Context,
  query: Given['query'],
  imported: Imported,
  tool: string,
): Promise<Written | null> {
  const suite = await readConfig(tx, ctx, suiteConfig, query.suite)
  if (suite && !suite.fromImports) {
    const names = namesIn(
      suite.scenarios.map(({ id }) => id),
      suite.criteria,
    )
    checkRows({ results: imported.results, outputs: [] }, names)
    return null
  }
  const kept = suite ?? {
    level: query.level ?? (tool === 'junit' ? 'unit' : 'evaluation'),
    // All tests must pass; a score has the usual threshold.
    threshold: tool === 'junit' ? 1 : suiteFields.threshold.parse(undefined),
    ...{ margin: suiteFields.margin.parse(undefined), description: null, agent: query.agent ?? null },
  }
  const { level, threshold, margin, description, agent } = kept
  checkRows(
    { results: imported.results, outputs: [] },
    namesIn(
      imported.scenarios.map(({ id }) => id),
      imported.criteria.map(name => ({ name, weight: 1 })),
    ),
  )
  const fields = suiteShape.parse({
    ...{ level, threshold, margin, description, agent, fromImports: true },
    criteria: imported.criteria.map(name => ({ name })),
    scenarios: imported.scenarios,
  })
  return writeConfig(tx, ctx, suiteKind, { slug: query.suite, fields, expectedRevision: undefined })
}

const suiteShape = z.strictObject(suiteFields)
