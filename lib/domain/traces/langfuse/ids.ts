import { createHash } from 'node:crypto'

const digest = (text: string, length: number) => createHash('sha256').update(text).digest('hex').slice(0, length)

/** A trace's id as OpenTelemetry writes it: Langfuse's newer SDKs use these, older ones UUIDs or any text. */
export function traceIdOf(id: string): string {
  const bare = id.toLowerCase().replaceAll('-', '')
  return /^(?!0{32})[0-9a-f]{32}$/.test(bare) ? bare : digest(`trace/${id}`, 32)
}

/** An observation's id as OpenTelemetry writes it; older ids are unique within their trace. */
export function spanIdOf(traceId: string, id: string): string {
  const lower = id.toLowerCase()
  return /^(?!0{16})[0-9a-f]{16}$/.test(lower) ? lower : digest(`${traceId}/${id}`, 16)
}

/** The span of the trace itself, above all observations without a parent. */
export const rootIdOf = (traceId: string): string => digest(`${traceId}/`, 16)
