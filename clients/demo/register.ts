import { request, type Target } from './sender.ts'

const resource = { type: 'string', minLength: 1 }

/** What the team that runs the fleet has written down. What is missing here is seen, and not registered. */
const agents = {
  'support-agent': {
    description: 'Answers customers from the knowledge base, and looks into their orders.',
    owner: 'Customer care',
    environments: ['production', 'staging'],
    qualityScore: { name: 'answer_quality' },
    runbook: 'When it makes no sense: **pause it**, and let [the inbox](https://example.com/inbox) go to people.',
  },
  'code-agent': {
    description: 'Takes small issues, changes the code and runs the tests.',
    owner: 'Developer experience',
    environments: ['production', 'staging'],
    qualityScore: { name: 'review' },
  },
  'incident-responder': {
    description: 'Diagnoses alerts, and asks before it deletes anything.',
    owner: 'On-call',
    environments: ['production'],
    runbook: '1. Look at the alert.\n2. Read RB-12.\n3. Decide its request in the inbox.',
  },
}

const tools = {
  delete_resource: {
    description: 'Deletes a resource of the cloud for good.',
    owner: 'Platform',
    risk: 'critical',
    schema: { type: 'object', properties: { resource, reason: { type: 'string' } }, required: ['resource'] },
  },
  query_metrics: {
    description: 'Reads time series.',
    owner: 'Platform',
    category: 'api',
    risk: 'low',
    knownInProduction: true,
  },
  lookup_order: {
    description: 'Reads one order.',
    owner: 'Shop',
    category: 'database',
    risk: 'low',
    knownInProduction: true,
    labels: ['customer-data'],
  },
}

const known = (category: string) => ({ category, risk: 'low', knownInProduction: true })
const moreTools = {
  read_file: known('file'),
  edit_file: known('file'),
  run_tests: known('code'),
  deploy_service: known('api'),
  list_changes: known('api'),
  check_pipeline: known('api'),
  lookup_invoice: { ...known('database'), labels: ['customer-data'] },
}

/** Who decides what, and what is only watched so far. */
const policies = {
  'deletes-in-production': {
    description: 'What is gone is gone: somebody looks at RB-12 first.',
    ...{ outcome: 'require_approval', tools: ['delete_resource'], environments: ['production'] },
    message: 'Say which replica takes over, as RB-12 asks.',
  },
  'customer-data-stays': {
    description: 'Whoever has read customer data posts nothing without a person. Watched first.',
    ...{ outcome: 'require_approval', mode: 'shadow', tools: ['send_notification', 'post_message'] },
    touched: ['customer-data'],
  },
}

/** What is read from each answer that comes in, without a model: the history is older than the rules, and stays as it is. */
const scoringRules = {
  'incident-resolved': {
    ...{ score: 'resolved', agent: 'incident-responder', environment: 'production', percent: 100 },
    ...{ by: 'regex', pattern: '(recovered by itself|latency is back to normal)\\.$' },
  },
  'answer-says-when': {
    ...{ score: 'says_when', agent: 'support-agent', environment: 'production', percent: 50 },
    ...{ by: 'regex', pattern: '(?i)\\b(yesterday|today|tomorrow|days?|noon|monday)\\b' },
  },
}

/** What keeps the fleet within its bounds, and what is promised of it. */
const limits = {
  budgets: {
    'fleet-runs': { kind: 'run', llmCalls: 10, toolCalls: 20, tokens: 250_000 },
    'support-day': { kind: 'period', agent: 'support-agent', period: 'day', softUsd: '5', hardUsd: '20' },
  },
  breakers: {
    'order-service': {
      scope: { tool: 'lookup_order' },
      consecutiveFailures: 4,
      openSeconds: 120,
      backoff: { factor: 2, maxSeconds: 480 },
      fallback: 'answer-without-order',
    },
  },
  guardrails: {
    'no-personal-data': {
      ...{ stage: 'input', agent: 'support-agent', check: 'personal-data', action: 'redact' },
      settings: { kinds: ['e-mail address', 'payment card'] },
    },
    'no-secrets': { stage: 'output', check: 'secrets', action: 'block', severity: 'critical' },
  },
  alerts: {
    'cost-per-request': {
      description: 'A release that got dearer: compare it with the one before on the page Costs.',
      ...{ measure: 'costPerRequest', by: ['agent'], condition: { changeAbove: 0.5 }, window: 86_400, minimum: 20 },
    },
    'approval-waits': {
      description: 'Nobody has decided: call whoever is on duty.',
      ...{ measure: 'oldestPendingApproval', condition: { above: 2_700 }, window: 300 },
    },
    'steps-refused': {
      description: 'Something keeps asking for what it may not do. See the denied steps of its runs.',
      ...{ measure: 'refusedPermits', by: ['agent'], condition: { above: 20 }, window: 3_600 },
    },
  },
  slos: {
    'support-success': { agent: 'support-agent', objective: 'success', target: 0.97, days: 7 },
    'support-latency': { agent: 'support-agent', objective: 'latency', percentile: 95, thresholdMs: 15_000, days: 7 },
    'support-quality': { agent: 'support-agent', objective: 'quality', target: 0.8, days: 30 },
    'code-review': { agent: 'code-agent', objective: 'quality', target: 0.75, days: 30, onExhausted: 'hold_rollouts' },
    'responder-tools': { agent: 'incident-responder', objective: 'tool_success', target: 0.95, days: 7 },
  },
}

/** Registers agents, tools, policies, scoring rules, limits, guardrails, alerts and service levels, as a deployment would. What somebody has changed since stays. */
export async function register(target: Target): Promise<void> {
  for (const [kind, entries] of Object.entries({
    agents,
    tools: { ...tools, ...moreTools },
    policies,
    'scoring-rules': scoringRules,
    ...limits,
  })) {
    for (const [slug, fields] of Object.entries(entries)) {
      const { status, body } = await request(target, 'PUT', `/api/v1/${kind}/${slug}`, {
        ...fields,
        expectedRevision: 0,
      })
      if (status >= 400 && status !== 409) throw new Error(`${slug} failed: ${JSON.stringify(body)}`)
    }
  }
}
