import type { Attributed } from '#lib/domain/traces/store/attribution/span-state.ts'
import type { Column } from './columns.ts'
import type { Received } from './received.ts'

/** A received span that won over what is stored, with its attribution. */
export interface SpanRow extends Received {
  projectId: string
  day: string
  attributed: Attributed
}

type C = Column<SpanRow>
const text = (name: string, get: (row: SpanRow) => unknown): C => ({ name, type: 'text', get })
const bigint = (name: string, get: (row: SpanRow) => unknown): C => ({ name, type: 'bigint', get })

export const keyColumns: C[] = [
  text('project_id', row => row.projectId),
  { name: 'day', type: 'date', get: row => row.day },
  text('trace_id', row => row.span.traceId),
  text('span_id', row => row.span.spanId),
]

/** What a span tells itself. */
export const ownColumns: C[] = [
  text('parent_span_id', row => row.span.parentSpanId),
  text('name', row => row.span.name),
  text('kind', row => row.span.kind),
  text('operation', row => row.state.operation),
  { name: 'noise', type: 'boolean', get: row => row.span.noise },
  text('status', row => row.span.status),
  text('status_message', row => row.span.statusMessage),
  bigint('start_us', row => row.span.startUs),
  bigint('end_us', row => row.span.endUs),
  text('own_agent', row => row.span.agent),
  text('own_framework', row => row.span.framework),
  text('own_release', row => row.span.release),
  text('own_environment', row => row.span.environment),
  text('own_session_id', row => row.span.sessionId),
  text('own_user_id', row => row.span.userId),
  text('own_run_id', row => row.span.runId),
  text('service_name', row => row.span.serviceName),
  text('service_version', row => row.span.serviceVersion),
  text('scope_name', row => row.span.scopeName),
  text('trace_name', row => row.span.traceName),
  { name: 'tags', type: 'textlist', get: row => row.span.tags },
  text('model', row => row.span.model),
  text('request_model', row => row.span.requestModel),
  text('provider', row => row.span.provider),
  text('tool', row => row.span.tool),
  text('tool_call_id', row => row.span.toolCallId),
  text('response_id', row => row.span.responseId),
  text('prompt_name', row => row.span.promptName),
  text('prompt_version', row => row.span.promptVersion),
  bigint('input_tokens', row => row.span.usage.input),
  bigint('output_tokens', row => row.span.usage.output),
  bigint('cached_input_tokens', row => row.span.usage.cacheRead),
  bigint('cache_write_tokens', row => row.span.usage.cacheWrite),
  bigint('cache_write_1h_tokens', row => row.span.usage.cacheWrite1h),
  bigint('reasoning_tokens', row => row.span.usage.reasoning),
  bigint('audio_input_tokens', row => row.span.usage.audioInput),
  bigint('audio_output_tokens', row => row.span.usage.audioOutput),
  bigint('image_input_tokens', row => row.span.usage.imageInput),
  bigint('image_output_tokens', row => row.span.usage.imageOutput),
  text('service_tier', row => row.span.serviceTier),
  bigint('reported_cost_nanos', row => row.span.reportedCostNanos),
  bigint('computed_cost_nanos', row => row.span.computedCostNanos),
  bigint('fresh_cost_nanos', row => row.span.costParts?.fresh ?? null),
  bigint('cached_cost_nanos', row => row.span.costParts?.cached ?? null),
  bigint('cache_write_cost_nanos', row => row.span.costParts?.written ?? null),
  bigint('output_cost_nanos', row => row.span.costParts?.output ?? null),
  bigint('reasoning_cost_nanos', row => row.span.costParts?.reasoning ?? null),
  text('price_version', row => row.span.priceVersion),
  bigint('ttft_us', row => row.span.ttftUs),
  text('input_preview', row => row.state.inputPreview),
  text('output_preview', row => row.state.outputPreview),
  { name: 'dropped_attributes', type: 'int', get: row => row.span.droppedAttributes },
  { name: 'linked_trace_ids', type: 'textlist', get: row => row.state.linkedTraceIds },
  { name: 'revision', type: 'int', get: row => row.state.revision },
  { name: 'attribute_count', type: 'int', get: row => row.state.attributeCount },
  text('content_hash', row => row.state.contentHash),
]

/** What attribution writes; also updated on spans that only their relatives' arrival changed. */
export const attributedColumns: Column<{ attributed: Attributed }>[] = [
  { name: 'agent', type: 'text', get: row => row.attributed.agent },
  { name: 'framework', type: 'text', get: row => row.attributed.framework },
  { name: 'release', type: 'text', get: row => row.attributed.release },
  { name: 'environment', type: 'text', get: row => row.attributed.environment },
  { name: 'session_id', type: 'text', get: row => row.attributed.sessionId },
  { name: 'user_id', type: 'text', get: row => row.attributed.userId },
  { name: 'run_id', type: 'text', get: row => row.attributed.runId },
  { name: 'counted', type: 'boolean', get: row => row.attributed.counted },
  { name: 'request', type: 'boolean', get: row => row.attributed.request },
  { name: 'repeats', type: 'boolean', get: row => row.attributed.repeats },
  { name: 'model_call', type: 'boolean', get: row => row.attributed.modelCall },
  { name: 'unmetered', type: 'boolean', get: row => row.attributed.unmetered },
  { name: 'below', type: 'smallint', get: row => row.attributed.below },
]

export const spanColumns: C[] = [...keyColumns, ...ownColumns, ...attributedColumns]

export const payloadColumns: C[] = [
  ...keyColumns,
  text('input', row => row.span.input),
  text('output', row => row.span.output),
  { name: 'attributes', type: 'jsonb', get: row => row.span.attributes },
  { name: 'events', type: 'jsonb', get: row => row.span.events },
  { name: 'links', type: 'jsonb', get: row => row.span.links },
]
