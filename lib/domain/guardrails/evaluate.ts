import { compileSchema } from '#lib/shared/json-schema.ts'
import { compilePattern } from '#lib/shared/linear-regexp.ts'
import { plural } from '#lib/shared/numbers.ts'
import { violation } from './arguments.ts'
import { type Finding, namesOf, redact } from './checks/finding.ts'
import { findPattern } from './checks/pattern.ts'
import { findPersonalData } from './checks/personal-data.ts'
import { findSecrets } from './checks/secrets.ts'
import type { Action, Guardrail, Severity } from './schemas.ts'

/** What one guardrail says to a content. */
interface GuardrailResult {
  slug: string
  outcome: 'passed' | 'flagged' | 'blocked' | 'redacted'
  severity: Severity
  /** Why, without repeating what was found; with `steer`, the advice that the agent reads. */
  message: string | null
}

export interface Evaluation {
  outcome: GuardrailResult['outcome']
  /** The content to go on with; null where it is blocked. */
  content: string | null
  results: GuardrailResult[]
}

const outcomeOf: Record<Action, GuardrailResult['outcome']> = {
  flag: 'flagged',
  block: 'blocked',
  redact: 'redacted',
  steer: 'blocked',
}
const weight = { passed: 0, flagged: 1, redacted: 2, blocked: 3 }

/**
 * Runs the guardrails over a content, in the order of their slugs: each sees what the one before left after redacting.
 * All are run, so that every reason is told at once; the strictest outcome is that of the whole. A guardrail that fails
 * itself blocks, unless it says otherwise. Pure.
 */
export function evaluateGuardrails(guardrails: readonly Guardrail[], content: string): Evaluation {
  let text = content
  const results = [...guardrails]
    .sort((a, b) => (a.slug < b.slug ? -1 : 1))
    .map(guardrail => {
      const { result, left } = evaluateOne(guardrail, text)
      text = left
      return result
    })
  const outcome = results.reduce<GuardrailResult['outcome']>(
    (worst, result) => (weight[result.outcome] > weight[worst] ? result.outcome : worst),
    'passed',
  )
  return { outcome, content: outcome === 'blocked' ? null : text, results }
}

function evaluateOne(guardrail: Guardrail, text: string): { result: GuardrailResult; left: string } {
  const { slug, severity, action, message, onError } = guardrail
  const answer = (outcome: GuardrailResult['outcome'], why: string | null) => ({
    slug,
    outcome,
    severity,
    message: why,
  })
  let found: Found
  try {
    found = find(guardrail, text)
  } catch (error) {
    const why = `The guardrail itself failed: ${error instanceof Error ? error.message : 'unknown reason'}`
    return { result: answer(onError === 'allow' ? 'flagged' : 'blocked', why), left: text }
  }
  if (found === null) return { result: answer('passed', null), left: text }
  // What has no place in the text cannot be taken out of it.
  const outcome = action === 'redact' && found.places.length === 0 ? 'blocked' : outcomeOf[action]
  const left = outcome === 'redacted' ? redact(text, found.places) : text
  return { result: answer(outcome, message ?? found.why), left }
}

/** What a check has against a text; null where it has nothing. */
type Found = { why: string; places: Finding[] } | null

const inPlaces = (places: Finding[]): Found => (places.length > 0 ? { why: `Found: ${namesOf(places)}`, places } : null)

function find(guardrail: Guardrail, text: string): Found {
  switch (guardrail.check) {
    case 'size': {
      const { maxCharacters } = guardrail.settings
      const length = [...text].length
      return length > maxCharacters
        ? { why: `${plural(length, 'character')}; at most ${maxCharacters}`, places: [] }
        : null
    }
    case 'schema':
      return bySchema(guardrail.settings.schema, text)
    case 'pattern':
      return inPlaces(guardrail.settings.patterns.flatMap((source, at) => byPattern(guardrail, source, at, text)))
    case 'secrets':
      return inPlaces(findSecrets(text))
    case 'personal-data':
      return inPlaces(findPersonalData(text, guardrail.settings.kinds))
    case 'arguments': {
      const args = parsed(text)
      if (args === undefined) return { why: 'The arguments are not JSON', places: [] }
      const wrong = guardrail.settings.rules.flatMap(rule => violation(rule, args) ?? [])
      return wrong.length > 0 ? { why: wrong.join('; '), places: [] } : null
    }
  }
}

function byPattern({ settings }: Extract<Guardrail, { check: 'pattern' }>, source: string, at: number, text: string) {
  const pattern = compilePattern(source, settings.caseSensitive)
  if ('wrong' in pattern) throw new Error(`pattern ${at + 1}: ${pattern.wrong}`)
  return findPattern(text, pattern, settings.patterns.length > 1 ? `pattern ${at + 1}` : 'pattern')
}

function bySchema(schema: Record<string, unknown>, text: string): Found {
  const validate = compileSchema(schema)
  if ('wrong' in validate) throw new Error(`schema: ${validate.wrong}`)
  const value = parsed(text)
  if (value === undefined) return { why: 'Not JSON', places: [] }
  const errors = validate(value)
  return errors.length > 0
    ? { why: errors.map(({ path, message }) => `${path || 'it'} ${message}`).join('; '), places: [] }
    : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
