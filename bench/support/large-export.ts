import { randomBytes } from 'node:crypto'
import { makeRequest } from './make-request.ts'

/** One OTLP/JSON request of about this many bytes: traces of `perTrace` spans, each span with a text of `textLength` characters. */
export function jsonExport(bytes: number, textLength = 2_400, perTrace = 100): Uint8Array {
  const count = Math.floor(bytes / (textLength + 330))
  const start = BigInt(Date.now() - 3_600_000) * 1_000_000n
  let traceId = ''
  let root = ''
  const spans = Array.from({ length: count }, (_, i) => {
    const first = i % perTrace === 0
    if (first) [traceId, root] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')]
    const at = start + BigInt(i) * 1_000_000n
    return {
      traceId,
      spanId: first ? root : randomBytes(8).toString('hex'),
      ...(!first && { parentSpanId: root }),
      name: first ? 'invoke_agent coder' : 'execute_tool read_file',
      startTimeUnixNano: String(at),
      endTimeUnixNano: String(at + 5_000_000n),
      attributes: [
        { key: 'gen_ai.operation.name', value: { stringValue: first ? 'invoke_agent' : 'execute_tool' } },
        { key: 'app.text', value: { stringValue: `${i} `.padEnd(textLength, 'lorem ipsum ') } },
      ],
    }
  })
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'bench' } }] }
  return Buffer.from(
    JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'bench' }, spans }] }] }),
  )
}

/** The same in protobuf: messages set behind one another are one message with all of their lists. */
export function protobufExport(bytes: number): Uint8Array {
  const one = makeRequest(0)
  return Buffer.concat(Array.from({ length: Math.floor(bytes / one.length) }, (_, n) => makeRequest(n)))
}
