import { listChanges } from '#lib/domain/changes/index.ts'
import { changesQuery } from '#lib/domain/changes/schemas.ts'
import { queryMetrics } from '#lib/domain/metrics/index.ts'
import { metricsQuery } from '#lib/domain/metrics/schemas.ts'
import { listSeenReleases } from '#lib/domain/releases/index.ts'
import { listTraces } from '#lib/domain/traces/index.ts'
import { traceFilter } from '#lib/domain/traces/list-schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import { agents, rare } from '../fill/fleet.ts'

/** A question that a page asks. */
export interface Case {
  name: string
  ask(ctx: Context): Promise<unknown>
}

interface Range {
  from: string
  to: string
}

const filters: Record<string, Record<string, string>> = {
  'no filter': {},
  'framework, rare': { framework: rare.framework },
  'framework, common': { framework: 'crewai' },
  'tool, rare': { tool: rare.tool },
  'tool, common': { tool: 'send_mail' },
  'release, rare': { release: rare.release },
  'release, common': { release: '2026.3' },
  'release, common three weeks ago': { release: '2026.1' },
  'environment, rare': { environment: rare.environment },
  'environment, common': { environment: 'production' },
  'model, rare': { model: rare.model },
  'model, common': { model: 'gpt-4o' },
  'agent, rare': { agent: rare.agent },
  'agent, common': { agent: agents[0] ?? '' },
  'user, rare': { user: rare.user },
  'session, rare': { session: rare.session },
  'attribute, rare': { attribute: `app.tenant:${rare.tenant}` },
  'attribute, common': { attribute: 'app.region:eu-west' },
  'attribute that no span has': { attribute: 'app.tenant:nobody' },
  'text, rare': { text: rare.word },
  'text, common': { text: 'look after' },
  'status error': { status: 'error' },
  'status running, which none is': { status: 'running' },
  'two common ones that never meet': { release: '2026.1', framework: rare.framework },
  'agent and tool, both common, that never meet': { agent: agents[0] ?? '', tool: 'post_message' },
  'common tool, rare attribute': { tool: 'send_mail', attribute: `app.tenant:${rare.tenant}` },
  'agent, status and model': { agent: agents[0] ?? '', status: 'error', model: 'gpt-4o' },
  'dearest first, tool rare': { tool: rare.tool, sort: '-cost' },
  'dearest first, framework common': { framework: 'crewai', sort: '-cost' },
}

const metrics: Record<string, (range: Range) => object> = {
  'overview: agents, figures': range => ({
    ...range,
    by: ['agent'],
    measures: ['requests', 'errorRate', 'requestLatencyP95', 'costPerRequest', 'cost'],
  }),
  'overview: requests and errors by day': range => ({
    ...range,
    bucket: 'day',
    measures: ['requests', 'requestErrors', 'requestLatencyP95'],
  }),
  'costs: by model': range => ({
    ...range,
    by: ['model'],
    measures: ['cost', 'inputTokens', 'outputTokens', 'cachedInputTokens'],
  }),
  'costs: by agent and day': range => ({
    ...range,
    bucket: 'day',
    by: ['agent'],
    measures: ['cost', 'inputTokens', 'outputTokens'],
  }),
  'costs: by release, one agent': range => ({
    ...range,
    by: ['release'],
    filter: { agent: agents[0] },
    measures: ['cost', 'costPerRequest', 'costPerRunP95'],
  }),
  'agents: steps, tokens, cost per run': range => ({
    ...range,
    by: ['agent'],
    measures: [
      'runs',
      'stepsPerRunP50',
      'stepsPerRunP95',
      'tokensPerRunP50',
      'tokensPerRunP95',
      'costPerRunP50',
      'costPerRunP95',
    ],
  }),
  'tools: calls, errors, latency': range => ({
    ...range,
    by: ['tool'],
    filter: { kind: 'tool' },
    measures: ['spans', 'errors', 'latencyP50', 'latencyP95'],
  }),
}

const listCase = ([name, filter]: [string, Record<string, string>]): Case => ({
  name: `traces: ${name}`,
  ask: ctx => listTraces(ctx, { query: traceFilter.parse(filter) }),
})

const changesCase = (days: number, { to }: Range): Case => ({
  name: `overview: what got worse, ${days} days against the ${days} before`,
  ask: ctx => {
    const from = new Date(Date.parse(to) - days * 86_400_000).toISOString()
    return listChanges(ctx, { query: changesQuery.parse({ from, to }) })
  },
})

const metricsCase = (name: string, range: Range, note = ''): Case => ({
  name: name + note,
  ask: ctx => queryMetrics(ctx, { body: metricsQuery.parse(metrics[name]?.(range)) }),
})

/** A month asked for in the afternoon: half a day at each end is added up from hours and minutes. */
const toTheMinute = ({ from, to }: Range): Range => {
  const moved = (at: string, hours: number) => new Date(Date.parse(at) + hours * 3_600_000 + 1_260_000).toISOString()
  return { from: moved(from, 15), to: moved(to, -9) }
}
const readOverRaggedEnds = [
  'overview: agents, figures',
  'agents: steps, tokens, cost per run',
  'tools: calls, errors, latency',
]

export const cases = (range: Range): Case[] => [
  changesCase(1, range),
  changesCase(15, range),
  { name: 'overview: releases seen', ask: ctx => listSeenReleases(ctx, { query: {} }) },
  ...Object.entries(filters).map(listCase),
  ...Object.keys(metrics).map(name => metricsCase(name, range)),
  ...readOverRaggedEnds.map(name => metricsCase(name, toTheMinute(range), ', to the minute')),
]
