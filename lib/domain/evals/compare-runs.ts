import { z } from 'zod'
import { authorize } from '#lib/platform/auth/authorize.ts'
import type { Context } from '#lib/platform/context.ts'
import { type Tx, transaction } from '#lib/platform/db/transaction.ts'
import { listCursor } from '#lib/platform/paging/cursor.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { nanosToUsd } from '#lib/shared/money.ts'
import { invalid, notFound } from '#lib/shared/problem.ts'
import { readScores } from './judge.ts'
import { orderCases } from './order-cases.ts'
import { type Judged, meanNanos, passes } from './rules.ts'
import { type RunRow, toRunItem } from './run-item.ts'
import { criteriaOf, type Rules, scoreOf } from './scenario-scores.ts'
import { scenariosOf, suiteRules } from './suite-version.ts'
import type { Scenario } from './suites/schemas.ts'
import type { compareRunsContract } from './verdicts/contract.ts'

type Answer = Output<typeof compareRunsContract>
type Item = Answer['items'][number]

const places = listCursor('eval-runs compared', z.int().min(0))
/**
 * The scenario that got worst from the first run to the last comes first. Throws 404, or 422 for runs of several
 * suites.
 */
export async function compareRuns(ctx: Context, { query }: Input<typeof compareRunsContract>): Promise<Answer> {
  await authorize(ctx, 'evals.read')
  const { projectId } = ctx
  return transaction(ctx.db, async tx => {
    const rows = await runsOf(tx, ctx, query.runs)
    const [first, last] = [rows[0], rows.at(-1)] as [RunRow, RunRow]
    const { scenarioIds, ...version } = await suiteRules(tx, projectId, last.suite, last.suiteVersion)
    const rules: Rules = { ...version, level: last.level as 'unit', scenarios: [] }
    const from = query.cursor === undefined ? 0 : places.read(query.cursor)
    const { scenarios, worse, better, more } = await orderCases(tx, {
      ...{ projectId, scenarios: scenarioIds, first: first.id, last: last.id, criteria: rules.criteria },
      ...{ only: query.only, from, limit: query.limit },
    })
    const asked = await scenariosOf(tx, projectId, last, scenarios)
    // One after another, because a transaction has one connection.
    const byScenario: Scores[] = []
    for (const { id } of rows)
      byScenario.push(Map.groupBy(await readScores(tx, projectId, id, scenarios), score => score.scenario))
    const compared = asked.map(scenario => compareCase(scenario, byScenario, rules))
    return {
      ...{ suite: last.suite, criteria: rules.criteria.map(({ name }) => name), runs: rows.map(toRunItem) },
      ...{ items: await withOutputs(tx, ctx, rows, compared), worse, better },
      nextCursor: more ? places.write(from + query.limit) : null,
    }
  })
}

async function runsOf(tx: Tx, { projectId }: Context, ids: readonly string[]): Promise<RunRow[]> {
  const found = await tx.prisma.evalRun.findMany({ where: { projectId, id: { in: [...ids] } } })
  const rows = ids.map(id => found.find(row => row.id === id) ?? null)
  if (rows.includes(null)) throw notFound('eval run')
  const all = rows as RunRow[]
  if (new Set(all.map(({ suite }) => suite)).size > 1)
    throw invalid('These runs are of different suites; only runs of one suite can be compared.', 'query.runs')
  return all
}

type Scores = Map<string, Judged['scores'][number][]>

function compareCase(asked: Scenario, runs: readonly Scores[], rules: Rules): Item {
  const { id, input, tags } = asked
  const cells = runs.map(byScenario => {
    const scores = byScenario.get(id) ?? []
    const averages = criteriaOf(scores, rules)
    return {
      score: scoreOf(scores, rules),
      criteria: averages.map((score, at) => {
        const its = scores.filter(({ criterion }) => criterion === rules.criteria[at]?.name)
        return { score, passed: its.length === 0 ? null : its.every(each => passes(each, rules)) }
      }),
      ...{ output: null, traceId: null, costUsd: null, repeats: new Set(scores.map(({ repeat }) => repeat)).size },
    }
  })
  const [first, last] = [cells[0]?.score ?? null, cells.at(-1)?.score ?? null]
  const delta = cells.length < 2 || first === null || last === null ? null : last - first
  return { scenario: id, input: shortText(input), expected: expectedOf(asked), tags: tags ?? [], runs: cells, delta }
}

const expectedOf = ({ expectedFindings, expectedOutput }: Scenario) =>
  (expectedFindings?.join(' · ') ?? expectedOutput)?.slice(0, 500) ?? null

const shortText = (input: unknown) => (typeof input === 'string' ? input : JSON.stringify(input)).slice(0, 500)

/** Adds the first output of each run for the scenarios of this page. */
async function withOutputs(tx: Tx, { projectId }: Context, runs: readonly RunRow[], items: readonly Item[]) {
  const cases = await tx.prisma.evalCase.findMany({
    where: {
      projectId,
      runId: { in: runs.map(({ id }) => id) },
      scenario: { in: items.map(({ scenario }) => scenario) },
    },
    orderBy: { repeat: 'asc' },
    select: { runId: true, scenario: true, output: true, traceId: true, costNanos: true },
  })
  const byCell = Map.groupBy(cases, each => JSON.stringify([each.runId, each.scenario]))
  return items.map(item => ({
    ...item,
    runs: item.runs.map((cell, at) => {
      const its = byCell.get(JSON.stringify([runs[at]?.id, item.scenario])) ?? []
      const [first] = its
      const nanos = meanNanos(its)
      return {
        ...cell,
        ...{ output: first?.output?.slice(0, 2_000) ?? null, traceId: first?.traceId ?? null },
        costUsd: nanos === null ? null : nanosToUsd(nanos),
      }
    }),
  }))
}
