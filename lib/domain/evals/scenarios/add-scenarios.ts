import { authorize } from '#lib/platform/auth/authorize.ts'
import { change } from '#lib/platform/change.ts'
import { recordConfig, writeConfig } from '#lib/platform/config/put.ts'
import { fieldsOf, findRow } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Tx } from '#lib/platform/db/transaction.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { invalid, notFound } from '#lib/shared/problem.ts'
import { suiteKind } from '../config.ts'
import { checkScorers } from '../scoring/check-scorers.ts'
import { type importCsvContract, suiteConfig } from '../suites/contract.ts'
import { type Scenario, type Suite, suiteFields } from '../suites/schemas.ts'
import { readCsv } from './read-csv.ts'
import { readJsonl } from './read-jsonl.ts'
import { type Row, scenariosOf } from './rows.ts'

type Given = Input<typeof importCsvContract>
type Answer = Output<typeof importCsvContract>

export const importCsv = (ctx: Context, given: Given): Promise<Answer> => importScenarios(ctx, given, readCsv)
export const importJsonl = (ctx: Context, given: Given): Promise<Answer> => importScenarios(ctx, given, readJsonl)

/**
 * Puts the scenarios of a file into a suite. That is one new version, or none if nothing differs. Throws 404, 409 or
 * 422.
 */
async function importScenarios(
  ctx: Context,
  { params: { slug }, query, body }: Given,
  read: (text: string) => Row[],
): Promise<Answer> {
  await authorize(ctx, 'evals.manage', { type: 'suite', id: slug })
  const scenarios = scenariosOf(read(body))
  return change(ctx, tx => addScenarios(tx, ctx, slug, scenarios, { ...query, fieldOf: () => 'body' }))
}

interface How {
  mode: 'add' | 'replace'
  expectedRevision?: number
  /** Answers 409 for an id that the suite has already, instead of replacing that scenario. */
  onlyNew?: boolean
  /** The field of the request that contains one field of a scenario. */
  fieldOf: (place: number, name: string) => string
}

/** Adds scenarios, or replaces all. A scenario with an existing id takes the place of that one. */
export async function addScenarios(
  tx: Tx,
  ctx: Context,
  slug: string,
  scenarios: readonly Scenario[],
  { mode, expectedRevision, onlyNew = false, fieldOf }: How,
): Promise<Answer> {
  const row = await findRow(tx, ctx.projectId, 'suite', slug)
  if (row === null || row.archivedAt !== null) throw notFound('suite')
  const suite = fieldsOf(suiteConfig, row) as Suite
  if (suite.fromImports)
    throw invalid('The scenarios of this suite follow the files of its runs; they cannot be set by hand.', 'body')
  const byId = new Map(mode === 'add' ? suite.scenarios.map(each => [each.id, each]) : [])
  const known = onlyNew ? scenarios.find(({ id }) => byId.has(id)) : undefined
  if (known) throw invalid(`The suite has a scenario ${known.id} already.`, fieldOf(0, 'scenario'))
  for (const scenario of scenarios) byId.set(scenario.id, scenario)
  const parsed = suiteFields.scenarios.safeParse([...byId.values()])
  if (!parsed.success) throw invalid(`${parsed.error.issues[0]?.message} Nothing was stored.`, 'body')
  const fields = { ...suite, scenarios: parsed.data }
  checkScorers(fields, fieldOf)
  // At the revision that was read, so that a change by somebody else meanwhile is not lost.
  const expected = expectedRevision ?? row.revision
  const written = await writeConfig(tx, ctx, suiteKind, { slug, fields, expectedRevision: expected })
  await recordConfig(tx, ctx, suiteKind, written)
  const before = new Set(suite.scenarios.map(({ id }) => id))
  const added = scenarios.filter(({ id }) => !before.has(id)).length
  return { suite: slug, version: written.row.revision, scenarios: parsed.data.length, added }
}
