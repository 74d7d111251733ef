import { binGrains, type PromptSum, rollupGrains } from '#lib/domain/traces/measures.ts'
import {
  binOf,
  countPlace,
  countPrompts,
  countRun,
  countShare,
  countSpan,
  countTops,
  type Values,
} from '#lib/domain/traces/verify/count-trace.ts'
import { RawTrace } from '#lib/domain/traces/verify/raw-trace.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Table, Tables } from './rollups-of.ts'

/**
 * What `rollupsOf` answers, counted again from the raw spans of a whole project at once. Knows no span links and at most
 * one run name a trace.
 */
export async function recount({ db, projectId }: Context): Promise<Tables> {
  const { rows } = await db.pool.query('select * from span where project_id = $1', [projectId])
  const tables: Tables = { sums: {}, bins: {}, tops: {}, prompts: {}, traces: {} }
  const prompts: Record<string, Record<PromptSum, bigint>> = {}
  const runs = new Map<string, RawTrace[]>()
  for (const spans of Map.groupBy(rows, row => row.trace_id).values()) {
    const trace = new RawTrace(spans)
    for (const span of spans) addSpan(tables, trace, span)
    for (const { hour, key, sums } of countTops(trace)) add(tables.tops, [at(hour, 3600), ...key], sums)
    const { minute, key: place } = countPlace(trace)
    for (const grain of rollupGrains) add(tables.traces, [grain, at(minute, grain), ...place], { traces: 1 })
    for (const { minute, key, sums } of countPrompts(trace))
      addExactly(prompts, [at(minute, 60), ...key].join('|'), sums)
    // Framework chatter names the run of its trace as well as any other span.
    const key = spans.find(span => span.own_run_id !== null)?.own_run_id ?? trace.id
    runs.set(key, [...(runs.get(key) ?? []), trace])
  }
  for (const traces of runs.values()) addRun(tables, traces)
  for (const [id, sums] of Object.entries(prompts)) add(tables.prompts, [id], numbersOf(sums))
  return tables
}

/** Numbers cannot add up squares of nano-dollars exactly: they are rounded once, when they are added up. */
function addExactly(
  table: Record<string, Record<PromptSum, bigint>>,
  id: string,
  sums: Record<PromptSum, bigint>,
): void {
  const before = table[id]
  table[id] = { ...sums }
  if (before) for (const name of Object.keys(sums) as PromptSum[]) table[id][name] += before[name]
}

const numbersOf = <Name extends string>(sums: Record<Name, bigint>) =>
  Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, Number(sum)])) as Record<Name, number>

const at = (seconds: number, grain: number) =>
  new Date(Math.floor(seconds / grain) * grain * 1000).toISOString().slice(0, 16).replace('T', ' ')

function add<Name extends string>(table: Table<Name>, key: readonly unknown[], figures: Record<Name, number>): void {
  const names = Object.keys(figures) as Name[]
  if (names.every(name => figures[name] === 0)) return
  const id = key.join('|')
  const before = table[id]
  table[id] = before ? { ...before } : { ...figures }
  if (before) for (const name of names) table[id][name] = before[name] + figures[name]
}

function addBins({ bins }: Tables, key: readonly unknown[], values: Values<string>): void {
  for (const [histogram, value] of Object.entries(values)) {
    if (value !== null) add(bins, [...key, histogram, binOf(value)], { count: 1 })
  }
}

function addSpan(tables: Tables, trace: RawTrace, span: unknown): void {
  const count = countSpan(trace, span)
  if (!count) return
  const keyOf = (grain: number) => [grain, at(count.minute, grain), ...count.key]
  for (const grain of rollupGrains) add(tables.sums, keyOf(grain), count.sums)
  for (const grain of binGrains) addBins(tables, keyOf(grain), count.values)
}

function addRun(tables: Tables, traces: RawTrace[]): void {
  const ordered = [...traces].sort((a, b) => a.start() - b.start() || (a.id < b.id ? -1 : 1))
  const run = countRun(ordered.map(countShare))
  if (run) for (const grain of binGrains) addBins(tables, [grain, at(run.minute, grain), ...run.key], run.values)
}
