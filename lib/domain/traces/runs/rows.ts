import type { RunPart } from './parts.ts'

const number = (value: string | null) => (value === null ? null : Number(value))

// biome-ignore lint/suspicious/noExplicitAny: a row of `select *`, its shape is the migration's
export function partFromRow(row: any): RunPart {
  return {
    traceId: row.trace_id,
    part: row.part,
    agent: row.agent,
    framework: row.framework,
    release: row.release,
    environment: row.environment,
    executes: row.executes,
    startUs: Number(row.start_us),
    endUs: Number(row.end_us),
    llmCalls: row.llm_calls,
    toolCalls: row.tool_calls,
    unmeteredCalls: row.unmetered_calls,
    unpricedSpans: row.unpriced_spans,
    input: number(row.input_tokens),
    output: number(row.output_tokens),
    cost: row.cost_nanos === null ? null : BigInt(row.cost_nanos),
  }
}

/** The share of a trace that nothing joined until now: its whole row. */
// biome-ignore lint/suspicious/noExplicitAny: a row of `select *`, its shape is the migration's
export function partFromTrace(row: any): RunPart {
  return partFromRow({ ...row, part: '', end_us: Number(row.start_us) + Number(row.duration_us) })
}
