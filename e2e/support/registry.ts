import type { Inbox } from './inbox.ts'
import { type SentSpan, sendSpans } from './otlp.ts'
import { id } from './traces.ts'

/** The name of an agent that no address, page or query may be confused by. */
export const oddAgent = '../50%/a b\u202e?x=#1'

const tools = ['search_kb', 'query_db', 'delete_resource'] as const

/** Requests in which an agent calls tools; every fifth call of query_db fails. */
export async function sendToolCalls(url: string, key: string, agent: string, count = 30, first = 7_000): Promise<void> {
  const spans = Array.from({ length: count }, (_, n) => requestOf(agent, first + n, Date.now() - (n + 1) * 600_000))
  await sendSpans(url, key, spans.flat())
}

function requestOf(agent: string, n: number, at: number): SentSpan[] {
  const traceId = id(n)
  const root = id(n * 16, 16)
  const shared = { 'deployment.environment.name': 'production', 'gen_ai.system': 'crewai' }
  return [
    {
      ...{ traceId, spanId: root, at, durationMs: 900 },
      name: `invoke_agent ${agent}`,
      attributes: { ...shared, 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': agent },
    },
    ...tools.slice(0, 1 + (n % tools.length)).map((tool, at_) => ({
      ...{ traceId, spanId: id(n * 16 + 1 + at_, 16), parentSpanId: root, at: at + 10, durationMs: 40 + (n % 7) * 60 },
      name: `execute_tool ${tool}`,
      attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': tool },
      ...(tool === 'query_db' && n % 5 === 0 ? { error: 'deadlock detected: process 4711 waits for ShareLock' } : {}),
    })),
  ]
}

/** Registers an agent, two tools and a service level as a lead would. */
export async function register({ admin }: Pick<Inbox, 'admin'>): Promise<void> {
  const level = { agent: 'support-triage', objective: 'tool_success', target: 0.9, days: 7 }
  await admin('PUT', '/api/v1/slos/triage-tools', level)
  await admin('PUT', '/api/v1/agents/support-triage', {
    description: 'Sorts what customers write, and answers what it may.',
    owner: 'support',
    environments: ['production'],
    runbook: '## When it loops\n\n1. Look at the **last traces**.\n2. Switch it off, and tell `#support`.',
    qualityScore: { name: 'helpfulness' },
  })
  await admin('PUT', '/api/v1/agents/planned-agent', { owner: 'platform', enabled: false })
  await admin('PUT', '/api/v1/tools/query_db', {
    description: 'Reads from the replica.',
    owner: 'data',
    category: 'database',
    risk: 'high',
    schema: { type: 'object', properties: { sql: { type: 'string' } }, required: ['sql'] },
  })
  await admin('PUT', '/api/v1/tools/search_kb', { risk: 'low', knownInProduction: true })
}
