import type { CostParts, SpanKind } from '#lib/domain/traces/canonical.ts'

/** What attribution and rollups need of a span: what it says itself, whether stored or just received. Times in microseconds. */
export interface SpanState {
  spanId: string
  parentSpanId: string | null
  name: string
  kind: SpanKind
  /** gen_ai.operation.name, lower case: creating an agent is not a request to it. */
  operation: string | null
  noise: boolean
  status: 'ok' | 'error'
  startUs: number
  endUs: number | null
  /** From the start to the first token of a streamed answer. */
  ttftUs: number | null
  own: Identity
  serviceName: string | null
  serviceVersion: string | null
  traceName: string | null
  tags: readonly string[]
  model: string | null
  provider: string | null
  tool: string | null
  /** The version of a prompt that it used, `name@3`. */
  prompt: string | null
  /** The provider's id of the answer, and the instrumentation that wrote it. */
  responseId: string | null
  scopeName: string | null
  input: number | null
  output: number | null
  cachedInput: number | null
  cacheWrite: number | null
  reasoning: number | null
  reportedCost: bigint | null
  computedCost: bigint | null
  /** Parts of `computedCost`. */
  costParts: CostParts | null
  inputPreview: string | null
  outputPreview: string | null
  /** Other traces its links name. */
  linkedTraceIds: readonly string[]
  /** How often its client has changed it; 0 where it is sent once. */
  revision: number
  attributeCount: number
  contentHash: string
}

export interface Identity {
  agent: string | null
  framework: string | null
  release: string | null
  environment: string | null
  sessionId: string | null
  userId: string | null
  runId: string | null
}

/** What attribution adds to a span. It is stored with the span, so that a request need not look at the whole trace. */
export interface Attributed extends Identity {
  /** Its usage and cost are in the totals. */
  counted: boolean
  /** It is a request: a local root of an agent. */
  request: boolean
  /** A span beside it is the call that it reports. */
  repeats: boolean
  /** It is a model call, and not a repeated report of one. */
  modelCall: boolean
  /** It is a model call without reported tokens. */
  unmetered: boolean
  /** What it has below it: bits of `below` in model-calls.ts. */
  below: number
}

export const identityKeys = [
  'agent',
  'framework',
  'release',
  'environment',
  'sessionId',
  'userId',
  'runId',
] as const satisfies readonly (keyof Identity)[]

/** Cost that counts for a span: what the client reports wins over what the price list gives; never mixed. */
export const costOf = (span: Pick<SpanState, 'reportedCost' | 'computedCost'>) => span.reportedCost ?? span.computedCost

type Version = Pick<SpanState, 'revision' | 'endUs' | 'attributeCount' | 'contentHash'>

/**
 * Order of completeness between two versions of a span: the client's later revision, then ended before open, later end,
 * more attributes, then the hash, so that any order of arrival leaves the same winner. Positive when `a` is the more complete.
 */
export function moreComplete(a: Version, b: Version): number {
  // A revision may take back an end or an attribute that the one before it had.
  if (a.revision !== b.revision) return a.revision - b.revision
  const end = (a.endUs ?? -1) - (b.endUs ?? -1)
  if (end !== 0) return end
  if (a.attributeCount !== b.attributeCount) return a.attributeCount - b.attributeCount
  return a.contentHash === b.contentHash ? 0 : a.contentHash > b.contentHash ? 1 : -1
}
