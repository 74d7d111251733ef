import { compileSchema } from '#lib/shared/json-schema.ts'
import { compilePattern } from '#lib/shared/linear-regexp.ts'
import type { Material, Scorer } from '../schemas.ts'
import { rougeL, wordsOf } from './words.ts'

export interface Found {
  score: number
  reason: string | null
}
type Rule = Exclude<Scorer, { kind: 'judge' }>

/** The score that a rule gives, or why it can give none. Pure: judges are asked elsewhere. */
export function scoreByRule(rule: Rule, material: Material): Found | { wrong: string } {
  const { output, expectedOutput, expectedFindings = [] } = material
  switch (rule.kind) {
    case 'exact':
      if (expectedOutput === undefined) return { wrong: 'The scenario has no expected output.' }
      return { score: output.trim() === expectedOutput.trim() ? 1 : 0, reason: null }
    case 'similarity':
      if (expectedOutput === undefined) return { wrong: 'The scenario has no expected output.' }
      return { score: rougeL(output, expectedOutput), reason: null }
    case 'contains-findings':
      if (expectedFindings.length === 0) return { wrong: 'The scenario has no expected findings.' }
      return findings(output, expectedFindings)
    case 'regex': {
      const pattern = compilePattern(rule.pattern)
      return 'wrong' in pattern ? pattern : { score: pattern.matcher(output).find() ? 1 : 0, reason: null }
    }
    case 'json-schema':
      return bySchema(output, rule.schema)
  }
}

/** A finding is contained if its words follow one another in the output, whatever their case and punctuation. */
function findings(output: string, expected: readonly string[]): Found {
  const text = ` ${wordsOf(output).join(' ')} `
  const missing = expected.filter(finding => !text.includes(` ${wordsOf(finding).join(' ')} `))
  return {
    score: (expected.length - missing.length) / expected.length,
    reason: missing.length === 0 ? null : `Missing: ${missing.join('; ')}`.slice(0, 4_000),
  }
}

function bySchema(output: string, schema: Record<string, unknown>): Found | { wrong: string } {
  const validate = compileSchema(schema)
  if (typeof validate !== 'function') return validate
  let value: unknown
  try {
    value = JSON.parse(output)
  } catch {
    return { score: 0, reason: 'The output is not JSON.' }
  }
  const [first] = validate(value)
  return first ? { score: 0, reason: `${first.path || '/'} ${first.message}` } : { score: 1, reason: null }
}

/** The fault of a scorer itself, in its pattern or schema. Null if there is none. */
export function scorerFault(scorer: Scorer): string | null {
  const checked =
    scorer.kind === 'regex'
      ? compilePattern(scorer.pattern)
      : scorer.kind === 'json-schema'
        ? compileSchema(scorer.schema)
        : null
  return checked !== null && 'wrong' in checked ? checked.wrong : null
}
