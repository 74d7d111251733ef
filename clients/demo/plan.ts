import type { PlannedRun } from './calendar.ts'
import { type Past, tellRun } from './history.ts'
import { Fleet, type Recorder, type SpanFields } from './recorder.ts'

/** A model call or tool call that a run is going to make. */
export interface Step {
  fields: SpanFields
  tool: string | null
  tokens: number
  /** What it is asked and what it answers, where its span tells. */
  input: string | null
  output: string | null
  failed: boolean
}

export interface Plan {
  traceId: string
  steps: Step[]
}

/** What a run would do, without telling it to anybody: a run that is told twice is the same run. */
export function planOf({ seed }: Past, run: PlannedRun): Plan {
  const steps: Step[] = []
  const silent = new Fleet({
    onStart() {},
    onEnd() {},
    forceFlush: async () => {},
    shutdown: async () => {},
  })
  const watching = {
    recorder(...of: Parameters<Fleet['recorder']>): Recorder {
      const recorder = silent.recorder(...of)
      return {
        ...recorder,
        span(fields) {
          const step = stepOf(fields)
          if (step) steps.push(step)
          return recorder.span(fields)
        },
      }
    },
  }
  const { traceId } = tellRun(watching, seed, run)
  return { traceId, steps: steps.sort((a, b) => a.fields.start - b.fields.start) }
}

function stepOf(fields: SpanFields): Step | null {
  const { attributes = {}, error } = fields
  const kind = attributes['openinference.span.kind'] ?? attributes['gen_ai.operation.name']
  const failed = error !== undefined
  const firstOf = (...keys: string[]) => keys.flatMap(key => attributes[key] ?? []).map(String)[0] ?? null
  const input = firstOf('input.value', 'gen_ai.input.messages', 'gen_ai.tool.call.arguments')
  const output = firstOf('output.value', 'gen_ai.output.messages', 'gen_ai.tool.call.result')
  const number = (key: string) => Number(attributes[key] ?? 0)
  if (kind === 'TOOL' || kind === 'execute_tool') {
    const tool = String(attributes['tool.name'] ?? attributes['gen_ai.tool.name'])
    return { fields, tool, tokens: 0, input, output, failed }
  }
  if (kind !== 'LLM' && kind !== 'chat') return null
  const tokens =
    number('llm.token_count.total') || number('gen_ai.usage.input_tokens') + number('gen_ai.usage.output_tokens')
  return { fields, tool: null, tokens, input, output, failed }
}
