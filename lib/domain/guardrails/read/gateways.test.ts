import { expect, test } from 'vitest'
// Made with litellm 1.110.2 (its content filter, masking e-mail addresses and blocking a word, with a guardrail that raises
// before it; what its logger was given) and nemoguardrails 0.24.1 (regex checks on input and output, a model that answers
// one sentence; the answer of generate_async with log.activated_rails, prompts of its own cut).
import recorded from './gateways.recorded.json' with { type: 'json' }
import { adapters } from './gateways.ts'

const read = (gateway: 'litellm' | 'nemo' | 'lakera', body: unknown) =>
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

test('LiteLLM: guardrails that did not run are left out, and a mode by tag is read as input', () => {
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

test('Lakera: detectors that found nothing name no message, those of the output say so, and what was quoted is not kept', () => {
  const detector = (type: string, id: string, detected: boolean) => ({
    ...{ project_id: 'project-1', policy_id: 'policy-1', detector_id: `detector-lakera-${id}`, detector_type: type },
    ...{ detected, message_id: detected ? 0 : null },
  })
  const body = {
    flagged: true,
    payload: [{ start: 0, end: 9, text: 'launch it', detector_type: 'pii/name', labels: [], message_id: 0 }],
    breakdown: [
      { ...detector('prompt_attack', 'pinj-input', true), result: 'l1_confident' },
      detector('pii/iban_code', 'pii-17-input', false),
      detector('unknown_links', 'links-output', true),
    ],
    dev_info: { git_revision: 'abc' },
    metadata: { request_uuid: 'uuid-1' },
  }
  expect(read('lakera', body)).toEqual([
    'lakera/prompt_attack input flagged critical',
    'lakera/pii/iban_code input passed info',
    'lakera/unknown_links output flagged warning',
  ])
  const [first] = adapters.lakera.parse(body)
  expect(first?.details).toMatchObject({ message_id: 0, result: 'l1_confident', request_uuid: 'uuid-1' })
  expect(JSON.stringify(adapters.lakera.parse(body))).not.toContain('launch it')
})

test('Lakera: a verdict without its detectors, or against all of them, counts as it stands', () => {
  const metadata = { request_uuid: 'uuid-1' }
  expect(read('lakera', { flagged: false, metadata })).toEqual(['lakera/guard input passed info'])
  expect(read('lakera', { flagged: true, payload: [], metadata })).toEqual(['lakera/guard input flagged warning'])
  expect(read('lakera', { flagged: true, breakdown: [{ detector_type: 'pii', detected: false }] })).toEqual([
    'lakera/guard input flagged warning',
    'lakera/pii input passed info',
  ])
})
