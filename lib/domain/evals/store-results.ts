import type { Tx } from '#lib/platform/db/transaction.ts'
import { usdToNanos } from '#lib/shared/money.ts'
import { invalid } from '#lib/shared/problem.ts'
import type { OutputRow, ResultRow } from './runs/schemas.ts'

// SQL: one statement compares thousands of rows with what is stored, and writes them.

interface Names {
  scenarios: ReadonlySet<string>
  criteria: ReadonlySet<string>
  /** Criteria that Holdpoint scores itself. */
  scored: ReadonlySet<string>
}

/** What a request reports. */
interface Report {
  results: readonly ResultRow[]
  outputs: readonly OutputRow[]
}

const mostIssues = 100
const nameOf = ({ scenario, repeat, criterion }: ResultRow) => JSON.stringify([scenario, repeat, criterion])

/** Throws 422 that names every row with an unknown scenario or criterion, or with two different scores. */
export function checkRows({ results, outputs }: Report, { scenarios, criteria, scored }: Names): void {
  const first = new Map<string, ResultRow>()
  const issues = results.flatMap((row, place) => {
    const field = `body.results.${place}`
    if (!scenarios.has(row.scenario)) return [unknownScenario(field, row)]
    if (!criteria.has(row.criterion))
      return [{ field: `${field}.criterion`, message: `The suite has no criterion ${row.criterion}.` }]
    if (scored.has(row.criterion))
      return [{ field: `${field}.criterion`, message: `${row.criterion} is scored here: report the output instead.` }]
    const before = first.get(nameOf(row))
    if (before && before.score !== row.score)
      return [{ field: `${field}.score`, message: 'The same scenario, repeat and criterion has another score above.' }]
    first.set(nameOf(row), row)
    return []
  })
  issues.push(
    ...outputs.flatMap((row, place) =>
      scenarios.has(row.scenario) ? [] : [unknownScenario(`body.outputs.${place}`, row)],
    ),
  )
  const [one] = issues
  if (!one) return
  const more = issues.length > 1 ? ` ${issues.length} rows are wrong.` : ''
  throw invalid(`${one.message}${more} Nothing was stored.`, one.field, { issues: issues.slice(0, mostIssues) })
}

const unknownScenario = (field: string, { scenario }: OutputRow) => ({
  field: `${field}.scenario`,
  message: `The suite has no scenario ${scenario}.`,
})

/** Writes rows that are new or differ. Answers how many scores those were. The row of the run must be locked. */
export async function storeResults(tx: Tx, projectId: string, runId: string, { results, outputs }: Report) {
  const rows = [...new Map(results.map(row => [nameOf(row), row])).values()]
  const written = await tx.query<{ scenario: string }>(
    `insert into eval_score as s (project_id, run_id, scenario, repeat, criterion, score, passed, comment)
     select $1, $2, u.* from unnest($3::text[], $4::int[], $5::text[], $6::float8[], $7::boolean[], $8::text[]) as u
     on conflict (project_id, run_id, scenario, repeat, criterion) do update
       set score = excluded.score, passed = excluded.passed, comment = excluded.comment
       where (s.score, s.passed, s.comment) is distinct from (excluded.score, excluded.passed, excluded.comment)
     returning scenario`,
    [
      ...[projectId, runId, rows.map(row => row.scenario), rows.map(row => row.repeat)],
      ...[rows.map(row => row.criterion), rows.map(row => row.score)],
      ...[rows.map(row => row.passed ?? null), rows.map(row => row.comment ?? null)],
    ],
  )
  await storeCases(tx, projectId, runId, [...rows, ...outputs])
  return { stored: written.length, unchanged: results.length - written.length }
}

/** What the rows of one repeat report together. A field that none of them has stays as it was. */
async function storeCases(tx: Tx, projectId: string, runId: string, rows: readonly OutputRow[]): Promise<void> {
  const cases = new Map<string, OutputRow>()
  for (const row of rows) {
    const key = JSON.stringify([row.scenario, row.repeat])
    const told = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined))
    cases.set(key, { ...cases.get(key), ...told } as OutputRow)
  }
  const all = [...cases.values()]
  const of = <T>(read: (row: OutputRow) => T | undefined) => all.map(row => read(row) ?? null)
  await tx.query(
    `insert into eval_case as c (project_id, run_id, scenario, repeat, output, trace_id, duration_ms, cost_nanos, tools, steps)
     select $1, $2, u.scenario, u.repeat, u.output, u.trace_id, u.duration_ms, u.cost_nanos, u.tools::json, u.steps
     from unnest($3::text[], $4::int[], $5::text[], $6::text[], $7::float8[], $8::bigint[], $9::text[], $10::int[])
       as u (scenario, repeat, output, trace_id, duration_ms, cost_nanos, tools, steps)
     on conflict (project_id, run_id, scenario, repeat) do update
       set output = coalesce(excluded.output, c.output), trace_id = coalesce(excluded.trace_id, c.trace_id),
           duration_ms = coalesce(excluded.duration_ms, c.duration_ms), cost_nanos = coalesce(excluded.cost_nanos, c.cost_nanos),
           tools = coalesce(excluded.tools, c.tools), steps = coalesce(excluded.steps, c.steps)`,
    [
      ...[projectId, runId, all.map(row => row.scenario), all.map(row => row.repeat)],
      ...[of(row => row.output), of(row => row.traceId), of(row => row.durationMs)],
      of(row => (row.costUsd === undefined ? undefined : usdToNanos(row.costUsd).toString())),
      ...[of(row => (row.tools === undefined ? undefined : JSON.stringify(row.tools))), of(row => row.steps)],
    ],
  )
  await tx.query(
    `update eval_run set scored = (select count(distinct scenario)::int from eval_score where project_id = $1 and run_id = $2)
     where project_id = $1 and id = $2`,
    [projectId, runId],
  )
}
