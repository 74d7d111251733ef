import type { PoolClient } from 'pg'
import {
  agentDimensions,
  agentSums,
  promptMeasures,
  promptSums,
  rollupDimensions,
  type SpanSum,
  spanSums,
  sumMeasures,
  type TraceSum,
  traceSums,
} from '#lib/domain/traces/measures.ts'
import { binOf, type PromptCount, type SpanCount, type TopCount, type TraceCount, type Values } from './count-trace.ts'

/** Keys held in memory before they are added up in the database. */
const mostKeys = 20_000

const columnsOf = (names: readonly (keyof typeof sumMeasures)[]) => names.map(name => sumMeasures[name].column)
export const sumColumns = columnsOf(spanSums)
export const topColumns = columnsOf(traceSums)
export const topKeys = ['environment', 'dimension', 'value'] as const
export const promptColumns = promptSums.map(name => promptMeasures[name].column)
export const promptKeys = ['environment', 'prompt', 'version'] as const
export const agentColumns = columnsOf(agentSums)
export const binKeys = [...rollupDimensions, 'metric', 'bin'] as const

const text = (names: readonly string[]) => names.map(name => `${name} text not null`).join(', ')
const bigint = (names: readonly string[]) => names.map(name => `${name} bigint not null`).join(', ')
const numeric = (names: readonly string[]) => names.map(name => `${name} numeric not null`).join(', ')

/** Temporary tables of what the rollups should hold, each figure at its minute or hour; they end with the transaction. */
export const makeTables = `
  create temporary table expected_sum (at bigint not null, ${text(rollupDimensions)}, ${bigint(sumColumns)}) on commit drop;
  create temporary table expected_bin (at bigint not null, ${text(rollupDimensions)}, metric text not null, bin int not null, count bigint not null) on commit drop;
  create temporary table expected_top (at bigint not null, ${text(topKeys)}, ${bigint(topColumns)}) on commit drop;
  create temporary table expected_prompt (at bigint not null, ${text(promptKeys)}, ${numeric(promptColumns)}) on commit drop;
  create temporary table expected_prompt_score (at bigint not null, ${text([...promptKeys, 'name', 'source'])}, value numeric not null) on commit drop;
  create temporary table expected_trace (at bigint not null, ${text(agentDimensions)}, traces bigint not null) on commit drop;
  create temporary table expected_scored (at bigint not null, ${text(agentDimensions)}, trace_id text not null, name text not null, source text not null, data_type text not null) on commit drop;
  create temporary table run_share (run_key text not null, trace_id text not null, part text not null, share jsonb not null) on commit drop;
  create temporary table expected_score (at bigint not null, ${text(['environment', 'agent', 'framework', 'release', 'name', 'source', 'label', 'data_type'])}, value numeric) on commit drop;`

/** Adds up what traces count, in bounded memory. */
export class Expected {
  readonly #client: PoolClient
  readonly #sums = new Map<string, number[]>()
  readonly #bins = new Map<string, number[]>()
  readonly #tops = new Map<string, number[]>()
  readonly #prompts = new Map<string, bigint[]>()
  readonly #traces = new Map<string, number[]>()

  constructor(client: PoolClient) {
    this.#client = client
  }

  addSpan({ minute, key, sums, values }: SpanCount): void {
    add(
      this.#sums,
      [minute, ...key],
      spanSums.map((name: SpanSum) => sums[name]),
    )
    this.addValues(minute, key, values)
  }

  addValues(minute: number, key: readonly string[], values: Values<string>): void {
    for (const [metric, value] of Object.entries(values)) {
      if (value !== null) add(this.#bins, [minute, ...key, metric, binOf(value)], [1])
    }
  }

  addTop({ hour, key, sums }: TopCount): void {
    add(
      this.#tops,
      [hour, ...key],
      traceSums.map((name: TraceSum) => sums[name]),
    )
  }

  addPrompt({ minute, key, sums }: PromptCount): void {
    const id = JSON.stringify([minute, ...key])
    const before = this.#prompts.get(id)
    this.#prompts.set(
      id,
      promptSums.map((name, i) => (before?.[i] ?? 0n) + sums[name]),
    )
  }

  addTrace({ minute, key }: TraceCount): void {
    add(this.#traces, [minute, ...key], [1])
  }

  /** Writes what is held, when it is much or `all`. */
  async flush(all: boolean): Promise<void> {
    const tables: [string, readonly string[], Map<string, number[] | bigint[]>][] = [
      ['expected_sum', ['at', ...rollupDimensions, ...sumColumns], this.#sums],
      ['expected_bin', ['at', ...binKeys, 'count'], this.#bins],
      ['expected_top', ['at', ...topKeys, ...topColumns], this.#tops],
      ['expected_prompt', ['at', ...promptKeys, ...promptColumns], this.#prompts],
      ['expected_trace', ['at', ...agentDimensions, 'traces'], this.#traces],
    ]
    for (const [table, columns, rows] of tables) {
      if (rows.size === 0 || (!all && rows.size < mostKeys)) continue
      const list = [...rows].map(([key, figures]) => [...(JSON.parse(key) as unknown[]), ...figures.map(String)])
      rows.clear()
      await this.#client.query(
        `insert into ${table} (${columns.join(', ')}) select ${columns.map((_, i) => `(r ->> ${i})${typeOf(columns[i])}`).join(', ')}
         from jsonb_array_elements($1::jsonb) as r`,
        [JSON.stringify(list)],
      )
    }
  }
}

const texts: readonly string[] = [...rollupDimensions, ...topKeys, ...promptKeys, 'metric']
const typeOf = (column: string | undefined) => (column !== undefined && texts.includes(column) ? '' : '::numeric')

function add(table: Map<string, number[]>, key: readonly unknown[], figures: readonly number[]): void {
  const id = JSON.stringify(key)
  const sums = table.get(id)
  if (!sums) table.set(id, [...figures])
  else for (const [i, figure] of figures.entries()) sums[i] = (sums[i] ?? 0) + figure
}
