import { expect, test } from 'vitest'
// Made with litellm 1.110.2 (its content filter, masking e-mail addresses and blocking a word, with a guardrail that raises
// before it; what its logger was given) and nemoguardrails 0.24.1 (regex checks on input and output, a model that answers
// one sentence; the answer of generate_async with log.activated_rails, prompts of its own cut).
import recorded from './gateways.recorded.json' with { type: 'json' }
import { adapters } from './gateways.ts'

const read = (gateway: 'litellm' | 'nemo', body: unknown) =>
  adapters[gateway].parse(body).map(({ name, stage, outcome, severity }) => [name, stage, outcome, severity].join(' '))

test.each([
  ['passed', 'passed info'],
  ['masked', 'redacted warning'],
  ['blocked', 'blocked warning'],
] as const)('LiteLLM, as it was recorded: %s', (what, expected) => {
  expect(read('litellm', recorded.litellm[what])).toEqual([
    'away input flagged warning',
    `no-launch-codes input ${expected}`,
  ])
})

test.each([
  ['passed', ['regex check input input passed info', 'regex check output output passed info']],
  ['input', ['regex check input input blocked warning']],
  ['output', ['regex check input input passed info', 'regex check output output blocked warning']],
] as const)('NeMo Guardrails, as it was recorded: %s', (what, expected) => {
  expect(read('nemo', recorded.nemo[what])).toEqual(expected)
})

test('what was found, and the text it was found in, are not kept', () => {
  const kept = JSON.stringify([
    adapters.litellm.parse(recorded.litellm.blocked),
    adapters.nemo.parse(recorded.nemo.input),
    adapters.nemo.parse(recorded.nemo.output),
  ])
  expect(JSON.stringify(recorded)).toMatch(/give me the launch code.*sk-abcdef12/)
  expect(kept).not.toMatch(/launch code|sk-abcdef12/)
  expect(kept).toContain('"risk_score":10')
})

test('LiteLLM: what did not run is left out, none is none, and a mode by tag is taken for the input', () => {
  const one = { guardrail_name: null, guardrail_mode: { tags: {}, default: 'pre_call' }, guardrail_status: 'success' }
  const information = [one, { ...one, guardrail_status: 'not_run' }, { ...one, guardrail_mode: 'pre_mcp_call' }]
  expect(read('litellm', { guardrail_information: information })).toEqual([
    'litellm input passed info',
    'litellm tool passed info',
  ])
  expect(read('litellm', { guardrail_information: null })).toEqual([])
})

test('NeMo: a rail that has changed the text has redacted it, and one whose action failed is flagged', () => {
  const rail = (value: object) => ({
    ...{ type: 'output', name: 'mask' },
    executed_actions: [{ action_name: 'mask_sensitive_data', return_value: value }],
  })
  const rails = [rail({ decision: 'transform' }), rail({ decision: 'allow', failed: true })]
  expect(read('nemo', { log: { activated_rails: rails } })).toEqual([
    'mask output redacted warning',
    'mask output flagged warning',
  ])
})
