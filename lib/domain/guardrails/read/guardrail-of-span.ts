import type { Outcome } from '#lib/domain/guardrails/schemas.ts'
import { outcomeOfWord, severityOf, stageOfWord } from './verdict.ts'

/** A span of kind guardrail, as it is stored. */
export interface GuardrailSpan {
  name: string
  status: string
  statusMessage: string | null
  attributes: Record<string, unknown>
  output: string | null
  /** Names and labels of the scores that travelled on it: `gen_ai.evaluation.result`. */
  evaluations: { name: string; label: string | null; comment: string | null }[]
}

interface ReadGuardrail {
  name: string
  stage: 'input' | 'output' | 'tool'
  outcome: Outcome
  severity: 'info' | 'warning' | 'critical'
  message: string | null
}

/** After these keys the clients name a guardrail, its verdict in words, and whether its tripwire was triggered. */
const names = ['gen_ai.guardrail.name', 'guardrail.name', 'guardrail_name', 'validator_name', 'openai.guardrail.name']
const verdicts = [
  ...['gen_ai.guardrail.outcome', 'guardrail.outcome', 'guardrail.action', 'guardrail.result', 'guardrail.status'],
  ...['validator_result', 'guardrail_status', 'gen_ai.evaluation.score.label'],
]
const triggers = [
  'gen_ai.guardrail.triggered',
  'guardrail.triggered',
  'triggered',
  'tripwire_triggered',
  'guardrail_triggered',
]
const passes = ['guardrail.passed', 'passed', 'validation_passed', 'valid', 'is_valid', 'safe']
const stages = ['gen_ai.guardrail.stage', 'guardrail.stage', 'guardrail.type', 'guardrail_mode', 'guardrail.hook']

/**
 * What a guardrail span says, whoever wrote it: OpenInference (GUARDRAIL), the OpenAI Agents SDK, Langfuse, OTel's
 * evaluation events. Null where it does not say what came of it. Pure.
 */
export function guardrailOfSpan(span: GuardrailSpan): ReadGuardrail | null {
  const fields = { ...objectOf(span.output), ...span.attributes }
  const outcome = outcomeOf(span, fields)
  if (outcome === null) return null
  const name = String(first(fields, names) ?? span.name).slice(0, 200)
  const comment = span.evaluations.find(one => one.comment !== null)?.comment ?? null
  const message =
    span.statusMessage ?? textOf(first(fields, ['guardrail.message', 'message', 'reason', 'explanation'])) ?? comment
  return {
    name,
    stage: stageOfWord(first(fields, stages) ?? `${name} ${span.name}`),
    outcome,
    severity: severityOf(first(fields, ['guardrail.severity', 'severity', 'gen_ai.guardrail.severity']), outcome),
    message: message === null ? null : message.slice(0, 2_000),
  }
}

function outcomeOf({ status, output, evaluations }: GuardrailSpan, fields: Record<string, unknown>): Outcome | null {
  const word =
    outcomeOfWord(first(fields, verdicts)) ?? outcomeOfWord(first(fields, ['outcome', 'action', 'result', 'verdict']))
  if (word !== null) return word
  const triggered = truth(first(fields, triggers))
  // A tripwire halts the run.
  if (triggered !== null) return triggered ? 'blocked' : 'passed'
  const passed = truth(first(fields, passes))
  if (passed !== null) return passed ? 'passed' : 'flagged'
  const labels = evaluations.flatMap(({ label }) => outcomeOfWord(label) ?? [])
  if (labels.length > 0)
    return labels.find(each => each === 'blocked') ?? labels.find(each => each !== 'passed') ?? 'passed'
  if (status === 'error') return 'blocked'
  return outcomeOfWord(output)
}

const first = (fields: Record<string, unknown>, keys: readonly string[]): unknown =>
  keys.map(key => fields[key]).find(value => value !== undefined && value !== null && value !== '')

function truth(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value
  return value === 'true' || value === 'True' ? true : value === 'false' || value === 'False' ? false : null
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

function objectOf(text: string | null): Record<string, unknown> {
  if (text === null || !text.startsWith('{')) return {}
  try {
    const value: unknown = JSON.parse(text)
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
