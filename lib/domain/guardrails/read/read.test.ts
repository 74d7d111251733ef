import { expect, test } from 'vitest'
import { adapters, type Gateway } from './gateways.ts'
import { type GuardrailSpan, guardrailOfSpan } from './guardrail-of-span.ts'

const span = (more: Partial<GuardrailSpan>): GuardrailSpan => ({
  ...{ name: 'jailbreak', status: 'ok', statusMessage: null, attributes: {}, output: null, evaluations: [] },
  ...more,
})
const labelled = (label: string) => [{ name: 'policy', label, comment: 'asks for a weapon' }]

test.each([
  [
    'the OpenAI Agents SDK through OpenTelemetry',
    { attributes: { 'gen_ai.guardrail.name': 'math_homework', 'gen_ai.guardrail.triggered': true } },
    'math_homework input blocked warning',
  ],
  [
    'the OpenAI Agents SDK through Logfire',
    { attributes: { name: 'x', triggered: false }, name: "Guardrail 'pii' triggered=False" },
    "Guardrail 'pii' triggered=False input passed info",
  ],
  [
    'OpenInference with the verdict as output',
    { output: '{"validation_passed": false, "reason": "names a person"}', name: 'output_guard' },
    'output_guard output flagged warning',
  ],
  [
    'OpenInference for Guardrails AI',
    { attributes: { validator_name: 'toxic', validator_result: 'pass' } },
    'toxic input passed info',
  ],
  [
    'Langfuse, whose observation failed',
    { status: 'error', statusMessage: 'prompt injection' },
    'jailbreak input blocked warning',
  ],
  [
    'Langfuse, whose output is the word',
    { output: 'redacted', name: 'tool-arguments' },
    'tool-arguments tool redacted warning',
  ],
  ['an evaluation event', { evaluations: labelled('unsafe') }, 'jailbreak input flagged warning'],
  [
    'its own severity',
    { attributes: { 'guardrail.outcome': 'BLOCK', 'guardrail.severity': 'critical' } },
    'jailbreak input blocked critical',
  ],
] as const)('a guardrail span of %s', (_, more, expected) => {
  const read = guardrailOfSpan(span(more as Partial<GuardrailSpan>))
  expect([read?.name, read?.stage, read?.outcome, read?.severity].join(' ')).toBe(expected)
})

test.each([{}, { output: 'Hello' }, { attributes: { 'guardrail.outcome': 'blue' } }])(
  'a span that does not say what came of it claims nothing',
  more => {
    expect(guardrailOfSpan(span(more))).toBeNull()
  },
)

const cases: [Gateway, unknown, string[]][] = [
  [
    'litellm',
    {
      guardrail_information: [
        { guardrail_name: 'presidio', guardrail_mode: 'pre_call', guardrail_status: 'success', duration: 0.1 },
        { guardrail_name: 'bedrock', guardrail_mode: 'post_call', guardrail_status: 'guardrail_intervened' },
      ],
    },
    ['presidio input passed info', 'bedrock output blocked warning'],
  ],
  [
    'litellm',
    { guardrail_information: { guardrail_name: 'aporia', guardrail_status: 'guardrail_failed_to_respond' } },
    ['aporia input flagged warning'],
  ],
  [
    'nemo',
    {
      log: {
        activated_rails: [
          { type: 'input', name: 'self check input', stop: true, decisions: ['refuse to respond'] },
          { type: 'dialog', name: 'greeting' },
          { type: 'output', name: 'check facts' },
        ],
      },
    },
    ['self check input input blocked warning', 'check facts output passed info'],
  ],
  [
    'lakera',
    {
      flagged: true,
      breakdown: [
        { detector_type: 'prompt_attack', detected: true },
        { detector_type: 'pii/email', detected: false },
      ],
    },
    ['lakera/prompt_attack input flagged critical', 'lakera/pii/email input passed info'],
  ],
  ['lakera', { flagged: false }, ['lakera/guard input passed info']],
  [
    'generic',
    { events: { name: 'slash', stage: 'response', outcome: 'DENY', severity: 'high', tenant: 'a' } },
    ['slash output blocked critical'],
  ],
]
test.each(cases)('what %s writes', (gateway, body, expected) => {
  const read = adapters[gateway].parse(body)
  expect(read.map(({ name, stage, outcome, severity }) => [name, stage, outcome, severity].join(' '))).toEqual(expected)
})

test('an unknown word is invalid, and its place is named', () => {
  const read = adapters.generic.safeParse({ events: [{ name: 'a', stage: 'input', outcome: 'maybe' }] })
  expect(read.error?.issues[0]?.path).toEqual(['events', 0, 'outcome'])
})
