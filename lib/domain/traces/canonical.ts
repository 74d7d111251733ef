/** The canonical span: what every convention is mapped to, before attribution. Client-safe, types only. */

export const spanKinds = [
  'agent',
  'llm',
  'tool',
  'retriever',
  'embedding',
  'guardrail',
  'evaluator',
  'chain',
  'other',
] as const
export type SpanKind = (typeof spanKinds)[number]

/**
 * Tokens, as the provider bills them. All but `input` and `output` are parts of these: the cache, audio and images that went in are part of
 * `input`; reasoning, audio and images that came out of `output`. `cacheWrite1h` is the part of `cacheWrite` kept for an hour. Unknown is
 * null, never 0.
 */
export interface Usage {
  input: number | null
  output: number | null
  cacheRead: number | null
  cacheWrite: number | null
  cacheWrite1h: number | null
  reasoning: number | null
  audioInput: number | null
  audioOutput: number | null
  imageInput: number | null
  imageOutput: number | null
  /** Audio that came from the cache, where the client tells it. With the two after it, of use to the price only: they are not stored. */
  cachedAudio?: number
  /** Searches of the web that the provider made for the answer, and bills apart from tokens. */
  searches?: number
  /** Who charges more for having served the call in a region. */
  region?: 'anthropic' | 'google' | 'openai'
}

/** A computed cost by what the tokens were, in nano-dollars; the parts add up to it. `output` is without reasoning. */
export interface CostParts {
  fresh: number
  cached: number
  written: number
  output: number
  reasoning: number
}

export interface CanonicalEvent {
  name: string
  /** Microseconds since the epoch. */
  atUs: number
  attributes: Record<string, unknown>
}

export interface CanonicalLink {
  traceId: string
  spanId: string
  attributes: Record<string, unknown>
}

/** A score that travelled on a span or in a log event. */
export interface CanonicalScore {
  name: string
  /** Numeric value, or null when only a label is known. */
  value: number | null
  label: string | null
  comment: string | null
  source: 'human' | 'code' | 'judge'
}

export interface CanonicalSpan {
  traceId: string
  spanId: string
  parentSpanId: string | null
  name: string
  kind: SpanKind
  /** Framework chatter (message passing, stream chunks): kept, folded away on pages, excluded from counts of steps. */
  noise: boolean
  status: 'ok' | 'error'
  statusMessage: string | null
  /** Microseconds since the epoch, integers. `endUs` is null while the span has not ended. */
  startUs: number
  endUs: number | null
  /** crewai, autogen, langgraph, vercel-ai, … or null. */
  framework: string | null
  scopeName: string | null
  /** What the span itself says; descendants inherit it. */
  agent: string | null
  /** Weak identity used only when neither the span nor an ancestor names an agent: service.name. */
  serviceName: string | null
  release: string | null
  /** Weak release: service.version. */
  serviceVersion: string | null
  environment: string | null
  sessionId: string | null
  userId: string | null
  runId: string | null
  /** Name for the whole trace when the client gives one. */
  traceName: string | null
  tags: string[]
  /** Model that answered, else the one asked for. */
  model: string | null
  requestModel: string | null
  provider: string | null
  tool: string | null
  toolCallId: string | null
  /** Provider's id of one answer: two spans of a trace with the same id describe the same call. */
  responseId: string | null
  promptName: string | null
  promptVersion: string | null
  usage: Usage
  /** Tier at which the provider served the call (`default`, `flex`, `priority`, `batch`, …), or null when it is unknown. */
  serviceTier: string | null
  /** Integer nano-dollars reported by the client, or null. */
  reportedCostNanos: bigint | null
  /** Integer nano-dollars computed from the price list, or null when unpriced or without usage. */
  computedCostNanos: bigint | null
  /** How the computed cost splits; null where it does not, or there is none. */
  costParts: CostParts | null
  /** Version of the price list used, e.g. `genai-prices@0.1.8`; null when not priced. */
  priceVersion: string | null
  /** Time to first token, microseconds. */
  ttftUs: number | null
  /** Text as sent: JSON where the client sent structure, plain text otherwise. */
  input: string | null
  output: string | null
  /** Every attribute as received (limits applied), JSON-safe; resource attributes under `resource.`-prefixed keys. */
  attributes: Record<string, unknown>
  events: CanonicalEvent[]
  links: CanonicalLink[]
  scores: CanonicalScore[]
  /** Where a client tells a span in several pieces: how often it has been changed. Absent where a span comes whole. */
  revision?: number
  /** How many attributes the SDK dropped (128 limit): usage may be unknown because of it. */
  droppedAttributes: number
}
