import { type Attributes, type SpanContext, SpanKind } from '@opentelemetry/api'
import { stories } from '../calendar.ts'
import { askModel, type ModelName } from '../model.ts'
import { tasks } from '../texts.ts'
import { type DemoScore, json, type RunContext, type RunResult, Steps, share } from './run.ts'

const scope = 'pydantic-ai'
const developers = ['ada', 'grace', 'linus', 'margaret']

/** Pydantic AI's shape: think, use tools, think again, until the tests pass. */
export function codeAgent(context: RunContext): RunResult {
  const { run, random, recorder } = context
  const { issue, task, file } = random.pick(tasks)
  const { unpriced, runaway } = stories
  const trying = run.hour >= unpriced.fromHour && random.chance(unpriced.share) && !run.runaway
  const model: ModelName = trying ? unpriced.model : 'claude-sonnet-4-5'
  const common = {
    'gen_ai.agent.name': 'code-agent',
    // Each day has issues of its own: a conversation ends with its issue.
    'gen_ai.conversation.id': `SHOP-${issue + 40 * Math.floor(run.hour / 24)}`,
    'user.id': random.pick(developers),
  }
  const root = recorder.reserve()
  const steps = new Steps(run.at)
  const rounds = run.runaway ? runaway.steps : random.whole(2, 5)
  let input = 6_000
  for (let round = 0; round < rounds; round++) {
    chat(context, root, steps, { common, model, input, task })
    // The conversation grows with each round; a run that goes in circles pays for all of it again and again.
    input += run.runaway ? 1_900 : 1_100
    const name = run.runaway ? 'run_tests' : (['read_file', 'edit_file', 'run_tests'] as const)[round % 3]
    tool(context, root, steps, { common, name: name ?? 'run_tests', file, failed: run.runaway || random.chance(0.04) })
  }
  chat(context, root, steps, { common, model, input, task })
  const error = run.runaway ? 'UsageLimitExceeded: the next request would exceed the request_limit of 48' : undefined
  recorder.fulfil(root, {
    scope,
    name: 'invoke_agent code-agent',
    start: run.at,
    end: steps.now,
    attributes: {
      ...common,
      'gen_ai.operation.name': 'invoke_agent',
      agent_name: 'code-agent',
      model_name: model,
      'gen_ai.input.messages': messages('user', task),
      ...(error ? {} : { final_result: `Changed ${file}; all tests pass.` }),
    },
    ...(error && { error }),
  })
  return { traceId: root.traceId, end: steps.now, failed: error !== undefined, scores: scoresOf(context, root.traceId) }
}

const messages = (role: string, content: string) => json([{ role, parts: [{ type: 'text', content }] }])

interface Call {
  common: Attributes
  model: ModelName
  input: number
  task: string
}

function chat(
  { random, recorder }: RunContext,
  parent: SpanContext,
  steps: Steps,
  { common, model, input, task }: Call,
) {
  const call = askModel(random, model, { input, output: 420, cached: 0.6 })
  recorder.span({
    scope,
    name: `chat ${call.model.request}`,
    ...steps.take(call.ms),
    parent,
    kind: SpanKind.CLIENT,
    attributes: {
      ...common,
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': call.model.provider,
      'gen_ai.system': call.model.provider,
      'gen_ai.request.model': call.model.request,
      'gen_ai.response.model': call.model.response,
      'gen_ai.response.id': call.id,
      'gen_ai.usage.input_tokens': call.inputTokens,
      'gen_ai.usage.output_tokens': call.outputTokens,
      'gen_ai.usage.cache_read.input_tokens': call.cachedTokens,
      'gen_ai.client.operation.time_to_first_chunk': call.firstTokenMs / 1000,
      'gen_ai.input.messages': messages('user', task),
      'gen_ai.output.messages': messages('assistant', 'I read the file first, then I change it and run the tests.'),
    },
  })
}

interface Use {
  common: Attributes
  name: string
  file: string
  failed: boolean
}

function tool(
  { random, recorder }: RunContext,
  parent: SpanContext,
  steps: Steps,
  { common, name, file, failed }: Use,
) {
  const middle = { read_file: 12, edit_file: 20, run_tests: 9_000 }[name] ?? 50
  const passed = random.whole(180, 212)
  recorder.span({
    scope,
    name: `execute_tool ${name}`,
    ...steps.take(random.around(middle, 0.4)),
    parent,
    attributes: {
      ...common,
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': name,
      'gen_ai.tool.call.id': `call_${random.hex(6)}`,
      'gen_ai.tool.call.arguments': json(name === 'run_tests' ? { filter: 'all' } : { path: file }),
      'gen_ai.tool.call.result': failed ? '1 test failed' : name === 'run_tests' ? `${passed} tests passed` : 'ok',
    },
    ...(failed && { error: 'ToolError: 1 test failed' }),
  })
}

/** Every change is reviewed; the newer release writes what has to be written again more often. */
function scoresOf({ random, run }: RunContext, traceId: string): DemoScore[] {
  if (run.runaway || !random.chance(0.7)) return []
  const [before, after] = stories.worse.quality
  const value = share(random.around(run.release === stories.worse.release ? after : before, 0.11))
  const review = {
    id: `${run.id}-review`,
    name: 'review',
    source: 'human' as const,
    dataType: 'numeric' as const,
    value,
    traceId,
  }
  const tests = {
    id: `${run.id}-tests`,
    name: 'tests_pass',
    source: 'code' as const,
    dataType: 'boolean' as const,
    value: value > 0.6,
    traceId,
  }
  return [review, tests]
}
