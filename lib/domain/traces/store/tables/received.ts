import { createHash } from 'node:crypto'
import type { CanonicalSpan } from '#lib/domain/traces/canonical.ts'
import type { SpanState } from '#lib/domain/traces/store/attribution/span-state.ts'
import { usedVersion } from '#lib/shared/prompt-version.ts'

/** A span as it came in this request: its state, and the rest that is only stored. */
export interface Received {
  state: SpanState
  span: CanonicalSpan
}

const previewLength = 200

/** Text of a list row: 200 characters, cut at a character. */
export function preview(text: string | null): string | null {
  if (text === null) return null
  const head = text
    .slice(0, 2 * previewLength)
    .replace(/\s+/g, ' ')
    .trim()
  const cut = [...head].slice(0, previewLength).join('')
  return cut === '' ? null : cut
}

export function receive(span: CanonicalSpan): Received {
  return { span, state: stateOf(span, hashOf(span)) }
}

/**
 * Decides between two versions equal in everything else; not a secret, so speed matters more than strength. What the
 * server computes is not the client's word: the same span sent again after a change of prices is the same version.
 */
function hashOf({ revision: _r, computedCostNanos: _n, costParts: _p, priceVersion: _v, ...span }: CanonicalSpan) {
  // JSON knows no bigint, and money is the only one: a replacer for it would be called for every attribute.
  const { reportedCostNanos } = span
  const text = JSON.stringify({
    ...span,
    reportedCostNanos: reportedCostNanos === null ? null : String(reportedCostNanos),
  })
  return createHash('sha1').update(text).digest('base64url')
}

/** What attribution needs of a span. `contentHash` decides between versions that are equal in everything else. */
export function stateOf(span: CanonicalSpan, contentHash: string): SpanState {
  const operation = span.attributes['gen_ai.operation.name']
  return {
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: span.kind,
    operation: typeof operation === 'string' ? operation.toLowerCase().slice(0, 60) : null,
    noise: span.noise,
    status: span.status,
    startUs: span.startUs,
    endUs: span.endUs,
    ttftUs: span.ttftUs,
    own: {
      agent: span.agent,
      framework: span.framework,
      release: span.release,
      environment: span.environment,
      sessionId: span.sessionId,
      userId: span.userId,
      runId: span.runId,
    },
    serviceName: span.serviceName,
    serviceVersion: span.serviceVersion,
    traceName: span.traceName,
    tags: span.tags,
    model: span.model,
    provider: span.provider,
    tool: span.tool,
    prompt: usedVersion(span.promptName, span.promptVersion),
    responseId: span.responseId,
    scopeName: span.scopeName,
    input: span.usage.input,
    output: span.usage.output,
    cachedInput: span.usage.cacheRead,
    cacheWrite: span.usage.cacheWrite,
    reasoning: span.usage.reasoning,
    reportedCost: span.reportedCostNanos,
    computedCost: span.computedCostNanos,
    costParts: span.costParts,
    inputPreview: preview(span.input),
    outputPreview: preview(span.output),
    linkedTraceIds: [...new Set(span.links.map(link => link.traceId))].filter(id => id !== span.traceId),
    revision: span.revision ?? 0,
    attributeCount: Object.keys(span.attributes).length,
    contentHash,
  }
}
