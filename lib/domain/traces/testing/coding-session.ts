import { randomBytes } from 'node:crypto'

type Value = string | number
interface Span {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: { key: string; value: { stringValue: string } | { intValue: number } }[]
}

const id = () => randomBytes(8).toString('hex')
const attributesOf = (values: Record<string, Value>) =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: value },
  }))

/**
 * The spans of one long coding session in the order in which they end, as exporters send them: children before parents,
 * the session last. Turns of some twenty spans: model calls, tools, and in every fifth turn a sub-agent with both.
 */
export function codingSession(count: number): Span[] {
  const traceId = randomBytes(16).toString('hex')
  const session = id()
  const spans: Span[] = []
  let clock = BigInt(Date.now() - 7_200_000) * 1_000_000n
  const end = (
    spanId: string,
    parentSpanId: string | null,
    name: string,
    began: bigint,
    values: Record<string, Value>,
  ) => {
    clock += 100_000_000n
    const filler = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [`app.attribute.${i}`, `a value of some length ${i}`]),
    )
    spans.push({
      traceId,
      spanId,
      ...(parentSpanId !== null && { parentSpanId }),
      name,
      startTimeUnixNano: String(began),
      endTimeUnixNano: String(clock),
      attributes: attributesOf({ ...values, ...filler }),
    })
  }
  const call = (parent: string) =>
    end(id(), parent, 'chat', clock, {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.request.model': 'claude-sonnet-4-5',
      'gen_ai.response.id': `msg_${id()}`,
      'gen_ai.usage.input_tokens': 1200 + spans.length,
      'gen_ai.usage.output_tokens': 80,
    })
  const tool = (parent: string, inside?: (span: string) => void) => {
    const [span, began] = [id(), clock]
    inside?.(span)
    end(span, parent, 'tool', began, {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': inside ? 'task' : `tool-${spans.length % 5}`,
    })
  }
  const agent = (name: string) => ({ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': name })
  const subAgent = (parent: string) => {
    const [span, began] = [id(), clock]
    for (let i = 0; i < 4; i++) i % 2 === 0 ? call(span) : tool(span)
    end(span, parent, 'agent', began, agent('explorer'))
  }
  const sessionBegan = clock
  for (let turn = 0; spans.length < count - 1; turn++) {
    const [span, began] = [id(), clock]
    for (let i = 0; i < 8; i++) {
      call(span)
      tool(span)
    }
    if (turn % 5 === 0) tool(span, subAgent)
    end(span, session, 'turn', began, { 'gen_ai.operation.name': 'turn' })
  }
  end(session, null, 'session', sessionBegan, { ...agent('coder'), 'session.id': 'bench' })
  return spans
}
