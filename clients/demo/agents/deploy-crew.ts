import { type Attributes, type SpanContext, SpanKind } from '@opentelemetry/api'
import { askModel } from '../model.ts'
import { services } from '../texts.ts'
import { json, type RunContext, type RunResult, Steps } from './run.ts'

const runtime = 'autogen SingleThreadedAgentRuntime'
const core = 'autogen-core'

const turns = [
  { agent: 'planner', tool: 'list_changes', answer: 'Three changes are ready; none touches the database.' },
  { agent: 'reviewer', tool: 'check_pipeline', answer: 'All checks are green. I agree.' },
  { agent: 'deployer', tool: 'deploy_service', answer: 'Deployed to one of four zones; error rate unchanged.' },
] as const

/** AutoGen's own shape: the chat begins in one trace, and each turn is a trace of its own that links to the message before. */
export function deployCrew(context: RunContext): RunResult {
  const { run, random, recorder } = context
  const chat = `${random.hex(4)}-${random.hex(2)}-${random.hex(2)}-${random.hex(2)}-${random.hex(6)}`
  const service = random.pick(services)
  const common = { 'session.id': `deploy-${service}-${run.release}`, 'user.id': random.pick(['release-bot', 'grace']) }
  const steps = new Steps(run.at)
  const root = recorder.reserve()
  const topic = `group_topic_${chat}.(${chat})-T`
  let message = recorder.span({
    scope: runtime,
    name: `autogen create ${topic}`,
    ...steps.take(1),
    parent: root,
    kind: SpanKind.PRODUCER,
    attributes: messaging('create', topic),
  })
  let failed = false
  for (const turn of turns) {
    const told = tell(context, steps, { turn, message, topic, common, service })
    message = told.message
    failed = told.failed
    if (failed) break
  }
  const attributes = {
    ...common,
    'input.value': `Deploy ${service}`,
    'output.value': failed ? 'Stopped.' : `${service} is deployed.`,
  }
  recorder.fulfil(root, {
    scope: 'deploy-crew',
    name: `deploy ${service}`,
    start: run.at,
    end: steps.now,
    attributes,
    ...(failed && { error: 'the chat stopped: a tool failed' }),
  })
  return { traceId: root.traceId, end: steps.now, failed, scores: [] }
}

const messaging = (operation: string, destination: string): Attributes => ({
  'messaging.operation': operation,
  'messaging.destination': destination,
})

interface Turn {
  turn: (typeof turns)[number]
  /** What the turn answers. */
  message: SpanContext
  topic: string
  common: Attributes
  service: string
}

function tell({ random, recorder }: RunContext, steps: Steps, { turn, message, topic, common, service }: Turn) {
  const { agent, tool, answer } = turn
  const start = steps.now
  const [publish, links] = [recorder.reserve(), [message]]
  const process = recorder.reserve(publish)
  const invoke = recorder.reserve(process)
  const destination = topic.replace('group_topic', agent).replace(/-T$/, '-A')
  const about = { ...common, 'gen_ai.system': 'autogen', 'gen_ai.agent.name': agent }
  const failed = random.chance(tool === 'deploy_service' ? 0.05 : 0.008)
  // What is inside begins after what it is in: a trace is told by its first span that is no message.
  steps.take(3)
  ask(`Deploy ${service}.`)
  recorder.span({
    scope: core,
    name: `execute_tool ${tool}`,
    ...steps.take(random.around(tool === 'deploy_service' ? 21_000 : 800, 0.4)),
    parent: invoke,
    attributes: {
      ...common,
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.system': 'autogen',
      'gen_ai.tool.name': tool,
      'gen_ai.tool.call.id': `call_${random.hex(6)}`,
      'gen_ai.tool.call.arguments': json({ service }),
    },
    ...(failed && { error: `RuntimeError: ${tool}: zone 2 does not answer` }),
  })
  if (!failed) ask(`${tool} answered. What now?`)
  recorder.fulfil(invoke, {
    scope: core,
    name: `invoke_agent ${agent}`,
    start: start + 2,
    end: steps.now,
    parent: process,
    attributes: { ...about, 'gen_ai.operation.name': 'invoke_agent', 'output.value': failed ? '' : answer },
    ...(failed && { error: 'a tool failed' }),
  })
  const next = recorder.span({
    scope: runtime,
    name: `autogen create ${topic}`,
    ...steps.take(1),
    parent: process,
    kind: SpanKind.PRODUCER,
    attributes: messaging('create', topic),
  })
  recorder.fulfil(process, {
    scope: runtime,
    name: `autogen process ${destination}`,
    start: start + 1,
    end: steps.now,
    parent: publish,
    kind: SpanKind.CONSUMER,
    links,
    attributes: { ...messaging('process', destination), recipient_agent_type: agent },
  })
  recorder.fulfil(publish, {
    scope: runtime,
    name: `autogen publish ${topic}`,
    start,
    end: steps.now,
    kind: SpanKind.PRODUCER,
    links,
    attributes: messaging('publish', topic),
  })
  return { message: next, failed }

  function ask(content: string): void {
    const answer = askModel(random, 'gpt-4o', { input: 1_300, output: 120 })
    recorder.span({
      scope: 'opentelemetry.instrumentation.openai_v2',
      name: `chat ${answer.model.request}`,
      ...steps.take(answer.ms),
      parent: invoke,
      kind: SpanKind.CLIENT,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.system': answer.model.provider,
        'gen_ai.request.model': answer.model.request,
        'gen_ai.response.model': answer.model.response,
        'gen_ai.response.id': answer.id,
        'gen_ai.usage.input_tokens': answer.inputTokens,
        'gen_ai.usage.output_tokens': answer.outputTokens,
        'gen_ai.input.messages': json([{ role: 'user', parts: [{ type: 'text', content }] }]),
      },
    })
  }
}
