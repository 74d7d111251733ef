import type { Outcome } from '#lib/domain/guardrails/schemas.ts'

const words: Record<Outcome, readonly string[]> = {
  passed: ['passed', 'pass', 'allow', 'allowed', 'none', 'safe', 'success', 'ok', 'no_violation'],
  flagged: ['flagged', 'flag', 'warn', 'warning', 'unsafe', 'violation', 'fail', 'failed'],
  redacted: ['redacted', 'redact', 'masked', 'mask', 'anonymized', 'anonymised', 'modified'],
  blocked: ['blocked', 'block', 'deny', 'denied', 'reject', 'rejected', 'guardrail_intervened', 'intervened', 'stop'],
}
const outcomes = new Map(Object.entries(words).flatMap(([outcome, of]) => of.map(word => [word, outcome as Outcome])))

/** An outcome by the word that some guardrail has for it; null for a word that nobody knows: then nothing is claimed. */
export const outcomeOfWord = (word: unknown): Outcome | null =>
  typeof word === 'string' ? (outcomes.get(word.trim().toLowerCase()) ?? null) : null

/** Where it stands, by the word or the name of a guardrail: `pre_call`, `output_guardrail`, `tool-arguments`. */
export function stageOfWord(word: unknown): 'input' | 'output' | 'tool' {
  const text = String(word ?? '').toLowerCase()
  if (/tool|function|mcp/.test(text)) return 'tool'
  return /output|response|post|completion|answer/.test(text) ? 'output' : 'input'
}

/** Its severity where it says one in these words, else by what it did. */
export function severityOf(word: unknown, outcome: Outcome): 'info' | 'warning' | 'critical' {
  const text = String(word ?? '').toLowerCase()
  if (/^(critical|high|severe)$/.test(text)) return 'critical'
  if (/^(warning|medium|moderate)$/.test(text)) return 'warning'
  if (/^(info|low|none)$/.test(text)) return 'info'
  return outcome === 'passed' ? 'info' : 'warning'
}
