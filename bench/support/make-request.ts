import { randomBytes } from 'node:crypto'
import protobuf from 'protobufjs'

export const spansPerRequest = 500
export const attributesPerSpan = 25

const schema = `syntax = "proto3"; message Any { oneof value { string string_value = 1; int64 int_value = 3; } } message KV { string key = 1; Any value = 2; }
message Resource { repeated KV attributes = 1; } message Scope { string name = 1; }
message Span { bytes trace_id = 1; bytes span_id = 2; bytes parent_span_id = 4; string name = 5; int32 kind = 6; fixed64 start_time_unix_nano = 7; fixed64 end_time_unix_nano = 8; repeated KV attributes = 9; }
message ScopeSpans { Scope scope = 1; repeated Span spans = 2; } message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; } message Request { repeated ResourceSpans resource_spans = 1; }`
const type = protobuf.parse(schema).root.lookupType('Request')
const text = (key: string, value: string) => ({ key, value: { stringValue: value } })
const int = (key: string, value: number) => ({ key, value: { intValue: value } })

/** An OTLP request in protobuf, `n` in its texts, with new ids: ten traces of fifty spans, an agent, model calls and tools in turn. */
export function makeRequest(n: number): Uint8Array {
  const spans = Array.from({ length: spansPerRequest }, (_, i) => i)
  const traces = Array.from({ length: 10 }, () => randomBytes(16))
  const roots = traces.map(() => randomBytes(8))
  const start = BigInt(Date.now() - 60_000) * 1_000_000n
  const built = spans.map(i => {
    const trace = i % 10
    const root = i < 10
    const at = start + BigInt(i) * 1_000_000n
    const own = root
      ? [text('gen_ai.operation.name', 'invoke_agent'), text('gen_ai.agent.name', `agent-${trace % 3}`)]
      : i % 2 === 0
        ? [
            text('gen_ai.operation.name', 'chat'),
            text('gen_ai.provider.name', 'openai'),
            text('gen_ai.request.model', 'gpt-4o'),
            int('gen_ai.usage.input_tokens', 1200 + i),
            int('gen_ai.usage.output_tokens', 80),
          ]
        : [text('gen_ai.operation.name', 'execute_tool'), text('gen_ai.tool.name', `tool-${i % 5}`)]
    const fill = Array.from({ length: attributesPerSpan - own.length }, (_, k) =>
      text(`app.attribute.${k}`, `value ${n} ${i} of some ordinary length ${k}`),
    )
    return {
      traceId: traces[trace],
      spanId: root ? roots[trace] : randomBytes(8),
      parentSpanId: root ? undefined : roots[trace],
      name: `step ${i % 7}`,
      startTimeUnixNano: at.toString(),
      endTimeUnixNano: (at + 5_000_000n).toString(),
      attributes: [...own, ...fill],
    }
  })
  return type
    .encode(
      type.fromObject({
        resourceSpans: [
          {
            resource: { attributes: [text('service.name', 'bench')] },
            scopeSpans: [{ scope: { name: 'bench' }, spans: built }],
          },
        ],
      }),
    )
    .finish()
}
