import type { SpanKind } from '#lib/domain/traces/canonical.ts'
import type { Attributes, AttributeValue, OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { type Reader, toObject } from './readers.ts'

/** Who sends a key. Section numbers are those of the reference's list of sources (otel.md 2.2). */
export type Convention =
  | 'holdpoint'
  | 'general' // OpenTelemetry, outside GenAI
  | 'genai' // 1
  | 'openinference' // 2
  | 'openllmetry' // 3
  | 'vercel-ai' // 4, 5
  | 'langfuse' // 6
  | 'pydantic-ai' // 7
  | 'logfire' // 7
  | 'crewai' // 8, and 3's CrewAI package
  | 'autogen' // 9
  | 'langsmith' // 11
  | 'mastra' // 12
  | 'google-adk' // 14
  | 'mlflow' // 14
  | 'livekit' // 14
  | 'litellm'
  | 'claude-code'
  | 'codex'
  | 'gemini-cli'
  | 'genkit'
  | 'strands'
  | 'openlit'
  | 'semantic-kernel'

/** One row of a table: where a field may stand. The first row that reads as something wins. */
export interface Row {
  key: string
  from: Convention
  /** `metadata`: inside OpenInference's JSON attribute `metadata`; `resource`: on the resource. Default: on the span. */
  in?: 'metadata' | 'resource'
  /** Only on spans of these kinds. */
  kinds?: readonly SpanKind[]
}

/** A span in the form that the tables read. */
export interface View {
  span: OtlpSpan
  attributes: Attributes
  kind: SpanKind
  /** OpenInference's `metadata`, parsed when first asked for; null when absent or not an object. */
  metadata: () => Record<string, unknown> | null
}

/** A view of a span whose kind is known. */
export function viewOf(span: OtlpSpan, kind: SpanKind): View {
  const attributes = span.attributes
  let parsed: Record<string, unknown> | null | undefined
  const metadata = () => {
    if (parsed === undefined) parsed = attributes.metadata === undefined ? null : toObject(attributes.metadata)
    return parsed
  }
  return { span, attributes, kind, metadata }
}

/** The raw value a row points at, or undefined. */
export function valueAt(view: View, row: Row): AttributeValue | undefined {
  if (row.kinds !== undefined && !row.kinds.includes(view.kind)) return undefined
  if (row.in === undefined) return view.attributes[row.key]
  if (row.in === 'resource') return view.span.resource.attributes[row.key]
  return view.metadata()?.[row.key] as AttributeValue | undefined
}

/** The first row of a table that reads as a value. */
export function first<T>(view: View, rows: readonly Row[], read: Reader<T>): T | null {
  for (const row of rows) {
    const value = valueAt(view, row)
    if (value === undefined || value === null) continue
    const found = read(value)
    if (found !== null) return found
  }
  return null
}
