import { mulberry } from '#lib/shared/change/test-random.ts'
import { type SentSpan, sendSpans } from './otlp.ts'

const hour = 3_600_000
const day = 24 * hour

interface Fleet {
  agent: string
  framework: string
  model: string
  provider: string
  /** Runs a day. */
  runs: number
  /** Tokens that one call sends. */
  input: number
  releases: [from: number, name: string, factor: number][]
}

const fleet: Fleet[] = [
  {
    agent: 'support-triage',
    framework: 'crewai',
    model: 'gpt-4o',
    provider: 'openai',
    runs: 12,
    input: 9_000,
    releases: [
      [60, '2026.11.4', 1],
      [11, '2026.11.5', 1.6],
    ],
  },
  {
    agent: 'incident-responder',
    framework: 'langgraph',
    model: 'claude-sonnet-4-5',
    provider: 'anthropic',
    runs: 5,
    input: 24_000,
    releases: [[60, 'v12', 1]],
  },
  {
    agent: 'doc-writer',
    framework: 'openai-agents',
    model: 'gpt-4o-mini',
    provider: 'openai',
    runs: 8,
    input: 6_000,
    releases: [[60, 'v3', 1]],
  },
  {
    agent: 'deploy-crew',
    framework: 'autogen',
    model: 'acme-ft-2',
    provider: 'acme',
    runs: 2,
    input: 4_000,
    releases: [[60, 'v1', 1]],
  },
]

/** Weeks of runs of a few agents, the same for the same seed: one release that got dearer, one model without a price, one loop. */
export async function sendWeeksOfRuns(url: string, key: string, { days = 45, until = Date.now(), seed = 7 } = {}) {
  const next = mulberry(seed)
  const hex = (length: number) => Array.from({ length }, () => Math.floor(next() * 16).toString(16)).join('')
  let spans: SentSpan[] = []
  const flush = async () => {
    if (spans.length > 0) await sendSpans(url, key, spans)
    spans = []
  }
  for (let ago = days; ago >= 0; ago--) {
    for (const of of fleet) {
      for (let run = 0; run < of.runs; run++) {
        const at = until - ago * day - next() * day
        const weekend = [0, 6].includes(new Date(at).getUTCDay())
        if (weekend && next() < 0.6) continue
        const loops = of.agent === 'incident-responder' && ago === 3 && run === 0
        spans.push(...runOf(of, at, ago, loops ? 40 : 1 + Math.floor(next() * 4), { next, hex }))
        if (spans.length > 400) await flush()
      }
    }
  }
  await flush()
  await sendCosts(url, key, { days, until })
}

interface Random {
  next: () => number
  hex: (length: number) => string
}

function runOf(of: Fleet, at: number, ago: number, turns: number, { next, hex }: Random): SentSpan[] {
  const [, release, factor] = of.releases.findLast(([from]) => ago <= from) ?? [0, 'v0', 1]
  const traceId = hex(32)
  const root = hex(16)
  const shared = {
    'gen_ai.agent.name': of.agent,
    'holdpoint.framework': of.framework,
    'holdpoint.release': release,
    'deployment.environment.name': 'production',
    'user.id': `user-${Math.floor(next() * 12)}`,
  }
  const spans: SentSpan[] = [
    {
      traceId,
      spanId: root,
      name: `invoke_agent ${of.agent}`,
      at,
      durationMs: turns * 900,
      attributes: { ...shared, 'gen_ai.operation.name': 'invoke_agent' },
    },
  ]
  for (let turn = 0; turn < turns; turn++) {
    const input = Math.round(of.input * factor * (0.7 + 0.6 * next()))
    spans.push({
      traceId,
      spanId: hex(16),
      parentSpanId: root,
      name: `chat ${of.model}`,
      at: at + turn * 900,
      durationMs: 600,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': of.model,
        'gen_ai.provider.name': of.provider,
        'gen_ai.usage.input_tokens': input,
        'gen_ai.usage.output_tokens': Math.round(300 + 900 * next()),
        'gen_ai.usage.cache_read.input_tokens': Math.round(input * 0.3 * next()),
      },
    })
    spans.push({
      traceId,
      spanId: hex(16),
      parentSpanId: root,
      name: 'execute_tool search_kb',
      at: at + turn * 900 + 650,
      durationMs: 120,
      attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'search_kb' },
    })
  }
  return spans
}

/** What is not tokens: a search API by the day, and compute. */
async function sendCosts(url: string, key: string, { days, until }: { days: number; until: number }) {
  const costs = Array.from({ length: days }, (_, ago) => [
    {
      id: `search-${ago}`,
      kind: 'api',
      amountUsd: '0.35',
      at: new Date(until - ago * day - hour).toISOString(),
      agent: 'support-triage',
      environment: 'production',
      description: 'Search API',
    },
    {
      id: `compute-${ago}`,
      kind: 'compute',
      amountUsd: '0.2',
      at: new Date(until - ago * day - hour).toISOString(),
      environment: 'production',
    },
  ]).flat()
  const response = await fetch(`${url}/api/v1/costs`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ costs }),
  })
  if (response.status !== 201) throw new Error(`costs were not taken: ${response.status} ${await response.text()}`)
}
