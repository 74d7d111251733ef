import type { Attributes, SpanContext } from '@opentelemetry/api'
import { stories } from '../calendar.ts'
import { askModel } from '../model.ts'
import type { Random } from '../random.ts'
import { services } from '../texts.ts'
import { json, type RunContext, type RunResult, Steps } from './run.ts'
import { usageOf } from './support-agent.ts'

const crew = 'openinference.instrumentation.crewai'
const calls = 'openinference.instrumentation.openai'
const name = 'incident-responder'

/** What became of the dangerous step: not needed, done, or stopped and by what. */
export type Remedy =
  | { kind: 'none' }
  | { kind: 'done'; resource: string; from: number }
  | { kind: 'stopped'; why: string; from: number }

/** What the run wants to delete. Drawn apart, so that it is known before the run is told. */
export function incidentOf(random: Random) {
  const service = random.pick(services)
  return { service, resource: `${service}-replica-${random.whole(2, 9)}`, number: random.whole(4_100, 4_999) }
}
export type Incident = ReturnType<typeof incidentOf>

interface Told extends RunContext {
  incident: Incident
}

/** CrewAI's shape: a crew, its agent with a task, the agent's model calls and tools; then a second task where something is remedied. */
export function incidentResponder(context: Told, remedy: Remedy | 'open'): RunResult & { root: SpanContext } {
  const { run, random, recorder, incident } = context
  const common: Attributes = {
    'session.id': `incident-${incident.number}`,
    'user.id': random.pick(['on-call-1', 'on-call-2', 'on-call-3']),
    metadata: json({ tenant: 'acme' }),
    'tag.tags': [incident.service, 'on-call'],
  }
  const root = recorder.reserve()
  const steps = new Steps(run.at)
  const task = (title: string, description: string, work: (parent: SpanContext) => string) => {
    const own = recorder.reserve(root)
    const start = steps.now
    const output = work(own)
    const attributes = {
      ...common,
      'openinference.span.kind': 'AGENT',
      'graph.node.id': name,
      task_name: title,
      'input.value': description,
      'output.value': output,
    }
    recorder.fulfil(own, {
      scope: crew,
      name: `${name}.${title}._execute_core`,
      start,
      end: steps.now,
      parent: root,
      attributes,
    })
  }
  task('diagnose', `Find out why ${incident.service} is slow.`, parent => diagnose(context, parent, steps, common))
  if (remedy === 'open') return { root, traceId: root.traceId, end: steps.now, failed: false, scores: [] }
  if (remedy.kind !== 'none') {
    steps.now = Math.max(steps.now, remedy.from)
    task('remediate', 'Remove what is broken.', parent => remediate(context, parent, steps, { common, remedy }))
  }
  const stopped = remedy.kind === 'stopped'
  const output = stopped
    ? `Left ${incident.resource} alone: ${remedy.why}.`
    : remedy.kind === 'done'
      ? `${remedy.resource} was deleted; latency is back to normal.`
      : `${incident.service} recovered by itself.`
  const attributes = {
    ...common,
    'openinference.span.kind': 'CHAIN',
    crew_key: name,
    'input.value': json({ service: incident.service }),
    'output.value': output,
  }
  recorder.fulfil(root, { scope: crew, name: `${name}.kickoff`, start: run.at, end: steps.now, attributes })
  return { root, traceId: root.traceId, end: steps.now, failed: false, scores: [] }
}

function diagnose(
  { run, random, recorder, incident }: Told,
  parent: SpanContext,
  steps: Steps,
  common: Attributes,
): string {
  const { slowTool } = stories
  const ask = (content: string, answer: string) => {
    const call = askModel(random, 'gpt-4o', { input: 1_900, output: 160, cached: 0.2 })
    const attributes = {
      ...common,
      'openinference.span.kind': 'LLM',
      'llm.system': 'openai',
      ...usageOf(call),
      'llm.input_messages.0.message.role': 'user',
      'llm.input_messages.0.message.content': content,
      'llm.output_messages.0.message.role': 'assistant',
      'llm.output_messages.0.message.content': answer,
    }
    recorder.span({ scope: calls, name: 'ChatCompletion', ...steps.take(call.ms), parent, attributes })
  }
  const use = (tool: string, input: object, output: object, ms: number) => {
    const failed = random.chance(0.02)
    const attributes = {
      ...common,
      'openinference.span.kind': 'TOOL',
      'tool.name': tool,
      'input.value': json(input),
      'input.mime_type': 'application/json',
      ...(failed ? {} : { 'output.value': json(output) }),
    }
    recorder.span({
      scope: crew,
      name: `${tool}.run`,
      ...steps.take(ms),
      parent,
      attributes,
      ...(failed && { error: `ConnectionError: ${tool} is not reachable` }),
    })
  }
  ask(`${incident.service} answers slowly. Find out why.`, 'I look at the metrics and at the runbook.')
  const slow = run.hour >= slowTool.fromHour ? slowTool.factor : 1
  use(
    slowTool.tool,
    { service: incident.service, window: '15m' },
    { p95_ms: random.whole(900, 4_000), lag_s: random.whole(100, 900) },
    random.around(650 * slow, 0.35),
  )
  use(
    'search_runbooks',
    { query: `${incident.service} latency` },
    { hits: [{ id: 'RB-12', title: 'Orphaned read replica' }] },
    random.around(140, 0.4),
  )
  ask('p95 is high and one replica lags behind.', `The replica ${incident.resource} is orphaned.`)
  if (random.chance(0.5))
    use(
      slowTool.tool,
      { service: incident.service, window: '1h' },
      { lag_s: random.whole(100, 900) },
      random.around(700 * slow, 0.35),
    )
  ask('What is the root cause?', `Root cause: ${incident.resource} is orphaned, see RB-12.`)
  return `Root cause: ${incident.resource} is orphaned.`
}

function remediate(
  { random, recorder, incident }: Told,
  parent: SpanContext,
  steps: Steps,
  { common, remedy }: { common: Attributes; remedy: Exclude<Remedy, { kind: 'none' }> },
): string {
  const resource = remedy.kind === 'done' ? remedy.resource : incident.resource
  const attributes = {
    ...common,
    'openinference.span.kind': 'TOOL',
    'tool.name': 'delete_resource',
    'input.value': json({ resource, reason: 'orphaned, RB-12' }),
    'input.mime_type': 'application/json',
  }
  const span = { scope: crew, name: 'delete_resource.run', ...steps.take(random.around(900, 0.3)), parent }
  if (remedy.kind === 'stopped') {
    recorder.span({ ...span, attributes, error: `PermissionError: not run, ${remedy.why}` })
    return 'Nothing was changed.'
  }
  recorder.span({ ...span, attributes: { ...attributes, 'output.value': `deleted ${resource}` } })
  return `deleted ${resource}`
}
