import { loadRecording, type RecordedRequest } from '#lib/domain/traces/testing/recordings.ts'

export interface SentSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  /** Milliseconds since the epoch. */
  at: number
  durationMs?: number
  attributes?: Record<string, string | number>
  error?: string
  links?: { traceId: string; spanId: string }[]
}

const value = (of: string | number) => (typeof of === 'number' ? { intValue: String(of) } : { stringValue: of })
const nanos = (ms: number) => String(BigInt(Math.round(ms * 1000)) * 1000n)

/** Sends spans as an OpenTelemetry client does over OTLP/HTTP JSON; fails unless all were taken. */
export async function sendSpans(url: string, key: string, spans: readonly SentSpan[]): Promise<void> {
  const body = {
    resourceSpans: [
      {
        resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
        scopeSpans: [{ scope: { name: 'e2e' }, spans: spans.map(otlpSpan) }],
      },
    ],
  }
  const response = await fetch(`${url}/api/otlp/v1/traces`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = await response.json()
  if (response.status !== 200 || Number(answer.partialSuccess?.rejectedSpans ?? 0) > 0) {
    throw new Error(`not all spans were taken: ${response.status} ${JSON.stringify(answer)}`)
  }
}

function otlpSpan(span: SentSpan) {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    startTimeUnixNano: nanos(span.at),
    endTimeUnixNano: nanos(span.at + (span.durationMs ?? 5)),
    attributes: Object.entries(span.attributes ?? {}).map(([key, of]) => ({ key, value: value(of) })),
    status: span.error ? { code: 2, message: span.error } : {},
    links: span.links,
  }
}

/** As the clients of Langfuse sign in: the key as a password. */
export const basicAuth = (key: string) => `Basic ${Buffer.from(`pk-lf-any:${key}`).toString('base64')}`

/** What a client set itself; the rest belongs to its connection. */
const kept = ['content-type', 'content-encoding', 'user-agent']

/** Sends one request that a client was recorded with, with a key of ours in the client's way. */
export function replay(url: string, key: string, { method, path, headers, body }: RecordedRequest): Promise<Response> {
  const own = Object.fromEntries(Object.entries(headers).filter(([header]) => kept.includes(header)))
  const basic = headers.authorization?.startsWith('Basic')
  return fetch(`${url}${path.startsWith('/v1/') ? `/api/otlp${path}` : path}`, {
    method,
    headers: { ...own, authorization: basic ? basicAuth(key) : `Bearer ${key}` },
    ...(method === 'GET' ? {} : { body: Uint8Array.from(body) }),
  })
}

/** Sends what a recorded client sent; fails unless all was taken. */
export async function sendRecording(url: string, key: string, name: string): Promise<void> {
  for (const request of loadRecording(name).requests.filter(({ method }) => method === 'POST')) {
    const response = await replay(url, key, request)
    if (!response.ok) throw new Error(`${name} ${request.path}: ${response.status}`)
  }
}
