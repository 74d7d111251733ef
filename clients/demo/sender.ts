import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { BatchSpanProcessor, type ReadableSpan, type SpanExporter } from '@opentelemetry/sdk-trace-node'

/** Where Holdpoint is, and the key to speak with. */
export interface Target {
  url: string
  key: string
}

/** Says afterwards whether all that was handed over has arrived: the SDK itself only logs what it loses. */
class CheckedExporter implements SpanExporter {
  readonly #inner: OTLPTraceExporter
  failure: Error | null = null

  constructor({ url, key }: Target) {
    this.#inner = new OTLPTraceExporter({
      url: `${url}/api/otlp/v1/traces`,
      headers: { authorization: `Bearer ${key}` },
      timeoutMillis: 60_000,
    })
  }

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.#inner.export(spans, result => {
      if (result.code !== 0) this.failure ??= result.error ?? new Error('spans were not taken')
      done(result)
    })
  }

  shutdown = () => this.#inner.shutdown()
  forceFlush = () => this.#inner.forceFlush()
}

/** A batch processor over HTTP and protobuf, and the way to wait for it. */
export function openSender(target: Target) {
  const exporter = new CheckedExporter(target)
  const processor = new BatchSpanProcessor(exporter, {
    maxQueueSize: 100_000,
    maxExportBatchSize: 500,
    scheduledDelayMillis: 1_000,
    exportTimeoutMillis: 60_000,
  })
  return {
    processor,
    /** Throws where something that was handed over has not arrived. */
    async flush(): Promise<void> {
      await processor.forceFlush()
      const { failure } = exporter
      exporter.failure = null
      if (failure) throw failure
    },
  }
}

export type Sender = ReturnType<typeof openSender>

/** One request of the API, as any program would send it. A server that is away or busy is asked again. */
export async function request(target: Target, method: string, path: string, body?: object, signal?: AbortSignal) {
  for (let attempt = 0; ; attempt++) {
    try {
      const response = await fetch(target.url + path, {
        method,
        headers: { authorization: `Bearer ${target.key}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
        ...(signal && { signal }),
      })
      if (response.status < 500) return { status: response.status, body: await response.json().catch(() => null) }
    } catch (error) {
      if (signal?.aborted || attempt >= 20) throw error
    }
    if (attempt >= 20) throw new Error(`${method} ${path}: the server is away`)
    await new Promise(resolve => setTimeout(resolve, 250))
  }
}

/** The answer; throws where it is an error. */
export async function send(target: Target, method: string, path: string, body?: object) {
  const answer = await request(target, method, path, body)
  if (answer.status >= 400) throw new Error(`${method} ${path} failed: ${JSON.stringify(answer.body)}`)
  return answer.body
}
