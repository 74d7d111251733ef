export type Encoding = 'protobuf' | 'json'

const contentTypes: Record<Encoding, string> = { protobuf: 'application/x-protobuf', json: 'application/json' }

/** Encoding of a request by its Content-Type, parameters ignored; null when it is neither. */
export function encodingOf(request: Request): Encoding | null {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (type === 'application/x-protobuf' || type === 'application/protobuf') return 'protobuf'
  return type === 'application/json' ? 'json' : null
}

/** Export…ServiceResponse: empty on full success, else partial_success { rejected 1, error_message 2 }. Same for all signals but the JSON name. */
export function exportResponse(
  encoding: Encoding,
  result: { rejected: number; message: string | null },
  rejectedName = 'rejectedSpans',
): Response {
  const headers = { 'content-type': contentTypes[encoding] }
  const partial = result.rejected > 0 || result.message !== null
  if (encoding === 'json') {
    const body = { [rejectedName]: String(result.rejected), errorMessage: result.message ?? '' }
    return new Response(JSON.stringify(partial ? { partialSuccess: body } : {}), { headers })
  }
  if (!partial) return new Response(new Uint8Array(0), { headers })
  const inner = [
    ...(result.rejected > 0 ? [0x08, ...varint(result.rejected)] : []),
    ...textField(2, result.message ?? ''),
  ]
  return new Response(Uint8Array.from([0x0a, ...varint(inner.length), ...inner]), { headers })
}

const grpcCodes: Record<number, number> = { 400: 3, 401: 16, 403: 7, 404: 5, 413: 3, 415: 3, 429: 8, 503: 14 }

/** google.rpc.Status { code 1, message 2 } in the request's encoding. `retryAfter` in seconds: keep it under 5, clients drop what waits longer. */
export function statusResponse(encoding: Encoding, status: number, message: string, retryAfter?: number): Response {
  const headers = new Headers({ 'content-type': contentTypes[encoding] })
  if (retryAfter !== undefined) headers.set('retry-after', String(retryAfter))
  const code = grpcCodes[status] ?? 13
  if (encoding === 'json') return new Response(JSON.stringify({ code, message }), { status, headers })
  return new Response(Uint8Array.from([0x08, ...varint(code), ...textField(2, message)]), { status, headers })
}

function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest > 0x7f) {
    bytes.push((rest % 128) | 0x80)
    rest = Math.floor(rest / 128)
  }
  return [...bytes, rest]
}

function textField(number: number, text: string): number[] {
  if (text === '') return []
  const bytes = new TextEncoder().encode(text)
  return [(number << 3) | 2, ...varint(bytes.length), ...bytes]
}
