import type { CanonicalEvent, CanonicalLink, CanonicalSpan } from '#lib/domain/traces/canonical.ts'
import { attributesOf, copyOf, shrink } from '#lib/domain/traces/normalise/attributes/attributes.ts'
import type { Meter } from '#lib/domain/traces/normalise/attributes/json-safe.ts'
import { agentOf } from '#lib/domain/traces/normalise/identity/agent.ts'
import { frameworkOf } from '#lib/domain/traces/normalise/identity/framework.ts'
import { identityOf } from '#lib/domain/traces/normalise/identity/identity.ts'
import { kindOf } from '#lib/domain/traces/normalise/kind/kind.ts'
import { dropReason, isNoise } from '#lib/domain/traces/normalise/kind/noise.ts'
import { textOf } from '#lib/domain/traces/normalise/text/text.ts'
import { reportedCostOf } from '#lib/domain/traces/normalise/usage/cost.ts'
import type { OtlpSpan } from '#lib/domain/traces/otlp/types.ts'
import { cleanName, cut, tidy } from './clean.ts'
import { modelOf } from './model.ts'
import { scoresOf } from './scores.ts'
import { statusOf } from './status.ts'
import { timingOf, toMicros } from './timing.ts'
import { toolOf } from './tool.ts'
import { usageOf } from './usage/read-usage.ts'
import { type View, viewOf } from './view.ts'

const eventsLimit = 256
const linksLimit = 1024
/** All events of one span together, in characters of JSON; a few stack traces. */
const eventsSize = 128 * 1024

/**
 * A received span as the canonical one, whatever convention it speaks, or null when it is none (`dropReason` says why): such a span is
 * accepted and left out. Never throws. Money is only what the client reports; `priceSpan` adds the computed cost.
 */
export function normalise(span: OtlpSpan): CanonicalSpan | null {
  if (dropReason(span) !== null) return null
  const view = viewOf(span, kindOf(span))
  const reported = reportedCostOf(view)
  const model = modelOf(view)
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: nameOf(span),
    kind: view.kind,
    noise: isNoise(span),
    ...statusOf(view),
    ...timingOf(view),
    framework: frameworkOf(view),
    scopeName: cleanName(span.scope.name),
    agent: agentOf(view),
    ...identityOf(view),
    ...model,
    ...toolOf(view),
    ...usageOf(view, model),
    // 0 is how clients say "no price known" (Langfuse without usage, OpenLIT offline): it must not hide the computed cost.
    reportedCostNanos: reported === 0n ? null : reported,
    computedCostNanos: null,
    costParts: null,
    priceVersion: null,
    ...textOf(view),
    attributes: attributesOf(span),
    events: eventsOf(view),
    links: linksOf(view),
    scores: scoresOf(view),
    droppedAttributes: span.droppedAttributesCount,
  }
}

/** Logfire sends its message template as the name (`Agent run: {name!r}`) and the message beside it. */
function nameOf(span: OtlpSpan): string {
  const message = span.attributes['logfire.msg']
  const filled = span.name.includes('{') && typeof message === 'string' ? cleanName(message) : null
  return filled ?? cleanName(span.name) ?? 'unnamed'
}

function eventsOf({ span }: View): CanonicalEvent[] {
  const events: CanonicalEvent[] = []
  let left = eventsSize
  for (const event of span.events.slice(0, eventsLimit)) {
    const meter: Meter = { size: 0 }
    const copy = copyOf(event.attributes, '', meter)
    const attributes = meter.size > left ? shrink(copy, Math.max(left, 256)) : copy
    left -= Math.min(meter.size, left)
    events.push({ name: cut(tidy(event.name), 200), atUs: toMicros(event.timeUnixNano), attributes })
  }
  return events
}

function linksOf({ span }: View): CanonicalLink[] {
  return span.links.slice(0, linksLimit).map(link => ({
    traceId: link.traceId,
    spanId: link.spanId,
    attributes: shrinkable(copyOf(link.attributes, '', { size: 0 })),
  }))
}

/** Links are many and their attributes few: no client is known that sends more than a name. */
function shrinkable(attributes: Record<string, unknown>): Record<string, unknown> {
  return Object.keys(attributes).length === 0 ? attributes : shrink(attributes, 1024)
}
