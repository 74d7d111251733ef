import { z } from 'zod'
import type { ResultRow } from '../runs/schemas.ts'
import { type Imported, nameOf, repeats, unreadable } from './imported.ts'
import { parseFile } from './parse-file.ts'

/** As a row of results takes them. */
const milliseconds = z.number().max(1e9).nullish()
const usd = z.number().lt(1e9).nullish()
/** Only the fields that are read; promptfoo writes many more. */
const row = z.looseObject({
  testIdx: z.int().optional(),
  vars: z.record(z.string(), z.unknown()).optional(),
  testCase: z.looseObject({ description: z.string().optional() }).nullish(),
  description: z.string().optional(),
  provider: z.union([z.string(), z.looseObject({ id: z.string().optional(), label: z.string().optional() })]).nullish(),
  prompt: z.looseObject({ label: z.string().optional() }).nullish(),
  success: z.boolean(),
  score: z.number().finite(),
  latencyMs: milliseconds,
  cost: usd,
  error: z.string().nullish(),
  response: z.looseObject({ output: z.unknown().optional() }).nullish(),
  gradingResult: z.looseObject({ reason: z.string().optional() }).nullish(),
})
type Row = z.output<typeof row>

const file = z.looseObject({
  results: z.union([z.looseObject({ results: z.array(row).min(1).max(10_000) }), z.array(row).min(1).max(10_000)]),
})
const criterion = 'score'

/**
 * The JSON of `promptfoo eval --output`. A test is a scenario, named by its description or else by its variables. If a
 * file has several prompts or providers, their names are part of it. Scores are limited to 0 to 1. Throws 422.
 */
export function readPromptfoo(text: string): Imported {
  const { results } = parseFile(text, file, 'clean')
  const rows = Array.isArray(results) ? results : results.results
  const several = (of: (row: Row) => string) => new Set(rows.map(of)).size > 1
  const parts = [several(promptOf) ? promptOf : null, several(providerOf) ? providerOf : null]
  const scenarioOf = (each: Row) =>
    nameOf([testOf(each), ...parts.flatMap(part => part?.(each) || [])].filter(Boolean).join(' · '))
  const repeatOf = repeats()
  const inputs = new Map(rows.map(each => [scenarioOf(each), inputOf(each)]))
  if (inputs.has('')) unreadable('A result has neither description, variables nor testIdx.', 'results')
  return {
    criteria: [criterion],
    scenarios: [...inputs].map(([id, input]) => ({ id, input })),
    results: rows.map(each => toResult(each, scenarioOf(each), repeatOf)),
  }
}

const testOf = ({ description, testCase, vars, testIdx }: Row) =>
  description || testCase?.description || shortVars(vars) || (testIdx === undefined ? '' : `test ${testIdx + 1}`)
const shortVars = (vars: Row['vars']) =>
  Object.entries(vars ?? {})
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ')
const providerOf = ({ provider }: Row) =>
  (typeof provider === 'string' ? provider : (provider?.label ?? provider?.id)) ?? ''
const promptOf = ({ prompt }: Row) => prompt?.label ?? ''
const inputOf = ({ vars }: Row) => JSON.stringify(vars ?? {})

function toResult(each: Row, scenario: string, repeatOf: (scenario: string) => number): ResultRow {
  const { response, gradingResult, error, latencyMs, cost } = each
  const output = response?.output
  const comment = error || gradingResult?.reason
  return {
    ...{ scenario, repeat: repeatOf(scenario), criterion },
    ...{ score: Math.min(1, Math.max(0, each.score)), passed: each.success },
    ...(output === undefined || output === null
      ? {}
      : { output: (typeof output === 'string' ? output : JSON.stringify(output)).slice(0, 100_000) }),
    ...(comment ? { comment: comment.slice(0, 4_000) } : {}),
    ...(typeof latencyMs === 'number' && latencyMs >= 0 ? { durationMs: latencyMs } : {}),
    ...(typeof cost === 'number' && cost >= 0 ? { costUsd: cost.toFixed(9) } : {}),
  }
}
