import { asAgent, type SharedHoldpoint } from './holdpoint.ts'

/** Bodies of OTLP/HTTP as a test writes them, so that they may be wrong; sendSpans in otlp.ts is for what is right. */
export const json = 'application/json'
export const protobuf = 'application/x-protobuf'
export type Body = Uint8Array<ArrayBuffer> | ReadableStream | string

export const bytes = (data: Uint8Array | string) => Uint8Array.from(Buffer.from(data))
export const hex = (n: number, length: number) => n.toString(16).padStart(length, '0')

/** The only span of the trace `n`, one second long, unless `rest` says otherwise. */
export const span = (n: number, rest: object = {}) => ({
  traceId: hex(n, 32),
  spanId: hex(n, 16),
  name: 'chat',
  startTimeUnixNano: '1763900000000000000',
  endTimeUnixNano: '1763900001000000000',
  ...rest,
})
export const request = (...spans: object[]) => JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })

/** Sends a body as it is, with the key and these headers. */
export const post = (to: SharedHoldpoint, body: Body, headers: Record<string, string>, signal = 'traces') =>
  fetch(`${to.url}/api/otlp/v1/${signal}`, {
    method: 'POST',
    body,
    headers: { authorization: asAgent.authorization, ...headers },
    duplex: 'half',
  } as RequestInit)

/** The trace `n`, or the status when there is none. */
export async function traceOf(from: SharedHoldpoint, n: number) {
  const response = await fetch(`${from.url}/api/v1/traces/${hex(n, 32)}`, { headers: asAgent })
  return response.status === 200 ? response.json() : response.status
}
