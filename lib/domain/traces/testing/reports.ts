import { readFileSync } from 'node:fs'
import path from 'node:path'
import { decodeTracesJson } from '#lib/domain/traces/otlp/json.ts'
import type { OtlpSpan } from '#lib/domain/traces/otlp/types.ts'

const folder = path.resolve(import.meta.dirname, '../../../../e2e/fixtures/reports')

/** Figures of a trace as the provider bills them; missing ones are unknown. */
interface ReportTruth {
  inputTokens?: number
  outputTokens?: number
  cachedInputTokens?: number
  cacheWriteTokens?: number
  reasoningTokens?: number
  llmCalls?: number
  /** US dollars. */
  cost?: string
}

/** The right figures of the traces rebuilt from public bug reports: by file, then by trace id. */
export function reportTruths(): Record<string, Record<string, ReportTruth>> {
  return JSON.parse(readFileSync(path.join(folder, 'truth.json'), 'utf8'))
}

/** The request of a report, decoded. */
export function reportSpans(name: string): OtlpSpan[] {
  return decodeTracesJson(readFileSync(path.join(folder, `${name}.json`))).spans
}
