import {
  type Attributes,
  type Link,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { NodeTracerProvider, type SpanProcessor } from '@opentelemetry/sdk-trace-node'
import type { Random } from './random.ts'

/** One process of an agent, as its SDK says it with every span. */
export interface Service {
  name: string
  release: string
  environment: string
}

export interface SpanFields {
  /** Name of the instrumentation, which readers recognise the framework by. */
  scope: string
  name: string
  /** Milliseconds since 1970. */
  start: number
  end: number
  parent?: SpanContext
  kind?: SpanKind
  attributes?: Attributes
  links?: readonly SpanContext[]
  /** What went wrong. */
  error?: string
}

export interface Recorder {
  /** A span with its whole life; answers its ids, for children and links. */
  span(fields: SpanFields): SpanContext
  /** Ids of a span that is told of later: a parent ends after its children. */
  reserve(parent?: SpanContext): SpanContext
  /** The span of reserved ids. */
  fulfil(reserved: SpanContext, fields: SpanFields): void
}

/** The real SDK. Ids are drawn from the run's own chance, so that a run that is told twice is the same run. */
export class Fleet {
  readonly #processor: SpanProcessor
  readonly #providers = new Map<string, NodeTracerProvider>()
  #random: Random | null = null
  #forced: SpanContext | null = null

  constructor(processor: SpanProcessor) {
    this.#processor = processor
  }

  recorder(service: Service, random: Random): Recorder {
    const provider = this.#provider(service)
    const record = (fields: SpanFields, forced: SpanContext | null) => {
      this.#random = random
      this.#forced = forced
      const { scope, name, start, end, parent, kind, attributes, links, error } = fields
      const context = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT
      const options = {
        root: !parent,
        kind: kind ?? SpanKind.INTERNAL,
        startTime: timeOf(start),
        attributes,
        links: (links ?? []).map(asLink),
      }
      const span = provider.getTracer(scope).startSpan(name, options, context)
      if (error !== undefined) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: error })
        span.addEvent('exception', { 'exception.message': error, 'exception.type': error.split(':')[0] }, timeOf(end))
      }
      span.end(timeOf(end))
      return span.spanContext()
    }
    return {
      span: fields => record(fields, null),
      reserve: parent => ({
        traceId: parent?.traceId ?? random.hex(16),
        spanId: random.hex(8),
        traceFlags: TraceFlags.SAMPLED,
      }),
      fulfil: (reserved, fields) => void record(fields, reserved),
    }
  }

  #provider({ name, release, environment }: Service): NodeTracerProvider {
    const key = JSON.stringify([name, release, environment])
    const known = this.#providers.get(key)
    if (known) return known
    const provider = new NodeTracerProvider({
      resource: resourceFromAttributes({
        'service.name': name,
        'service.version': release,
        'deployment.environment.name': environment,
        'telemetry.sdk.language': 'nodejs',
      }),
      spanProcessors: [this.#processor],
      idGenerator: {
        generateTraceId: () => this.#forced?.traceId ?? this.#drawn().hex(16),
        generateSpanId: () => this.#forced?.spanId ?? this.#drawn().hex(8),
      },
    })
    this.#providers.set(key, provider)
    return provider
  }

  #drawn(): Random {
    if (!this.#random) throw new Error('a span outside of a run')
    return this.#random
  }
}

const asLink = (context: SpanContext): Link => ({ context })

/** As the SDK takes it to the nanosecond: seconds and nanoseconds. */
function timeOf(ms: number): [number, number] {
  const micros = Math.round(ms * 1000)
  return [Math.floor(micros / 1_000_000), (micros % 1_000_000) * 1000]
}
