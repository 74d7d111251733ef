/** The made-up fleet whose traces fill a database: agents of five frameworks, each with models and tools of its own. */
const frameworks = ['crewai', 'autogen', 'langgraph', 'vercel-ai', 'openai-agents']
const trades = ['support', 'billing', 'incident', 'code', 'research']
const roles = ['triage', 'writer', 'reviewer', 'planner']

export const agents = trades.flatMap(trade => roles.map(role => `${trade}-${role}`))
export const frameworkOf = agents.map((_, i) => frameworks[i % frameworks.length] ?? '')

/** Nano-dollars a token, in and out; null: nobody knows its price. */
export const models = [
  { name: 'gpt-4o', provider: 'openai', input: 2_500, output: 10_000 },
  { name: 'gpt-4o-mini', provider: 'openai', input: 150, output: 600 },
  { name: 'claude-sonnet-4-5', provider: 'anthropic', input: 3_000, output: 15_000 },
  { name: 'house-model', provider: 'house', input: null, output: null },
] as const

export const tools = [
  'search_tickets',
  'read_runbook',
  'query_orders',
  'send_mail',
  'run_tests',
  'open_pull_request',
  'fetch_page',
  'lookup_user',
  'restart_service',
  'write_file',
  'charge_card',
  'post_message',
]
/** What one trace in ten thousand has, each thing in another trace. */
export const rare = {
  framework: 'rare-framework',
  tool: 'rare_tool',
  release: 'rare-release',
  tenant: 'rare-tenant',
  model: 'rare-model',
  user: 'rare-user',
  session: 'rare-session',
  tag: 'rare-tag',
  word: 'zebra crossing',
  agent: 'rare-agent',
  environment: 'rare-environment',
} as const
export const rareKeys = Object.keys(rare) as (keyof typeof rare)[]
export const oneIn = 10_000
