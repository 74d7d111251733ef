import { usageOf } from '../agents/support-agent.ts'
import { askModel } from '../model.ts'
import { randomOf } from '../random.ts'
import type { Fleet } from '../recorder.ts'
import type { Answered } from './runs.ts'

const crew = 'openinference.instrumentation.crewai'

/** The trace of one answer, as the harness runs the agent: its input, what it read, and its answer. */
export function traceAnswer(
  fleet: Pick<Fleet, 'recorder'>,
  seed: string,
  release: string,
  of: Answered,
  at: number,
): string {
  const { incident, repeat, output, tools, durationMs } = of
  const random = randomOf(seed, 'eval-trace', release, incident.id, repeat)
  const recorder = fleet.recorder({ name: 'incident-responder', release, environment: 'ci' }, random)
  const root = recorder.reserve()
  const step = durationMs / (tools.length + 2)
  for (const [nth, tool] of tools.entries())
    recorder.span({
      ...{ scope: crew, name: `${tool}.run`, start: at + nth * step, end: at + (nth + 0.8) * step, parent: root },
      attributes: { 'openinference.span.kind': 'TOOL', 'tool.name': tool, 'input.value': incident.input },
    })
  const call = askModel(random, 'gpt-4o', { input: 1_600, output: 140, cached: 0.2 })
  recorder.span({
    ...{ scope: crew, name: 'ChatCompletion', start: at + tools.length * step, end: at + durationMs, parent: root },
    attributes: {
      ...{ 'openinference.span.kind': 'LLM', 'llm.system': 'openai', ...usageOf(call) },
      ...{ 'input.value': incident.input, 'output.value': output },
    },
  })
  recorder.fulfil(root, {
    ...{ scope: crew, name: 'incident-responder.kickoff', start: at, end: at + durationMs },
    attributes: {
      ...{ 'openinference.span.kind': 'AGENT', 'graph.node.id': 'incident-responder', 'tag.tags': ['eval'] },
      ...{ 'input.value': incident.input, 'output.value': output },
    },
  })
  return root.traceId
}
