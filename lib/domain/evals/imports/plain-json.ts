import { z } from 'zod'
import { resultRow } from '../runs/schemas.ts'
import type { Imported } from './imported.ts'
import { parseFile } from './parse-file.ts'

const file = z.strictObject({ results: z.array(resultRow).min(1).max(30_000) })

/** Rows as `POST /api/v1/eval-runs/{id}/results` takes them. Throws 422 with the first rows that are wrong. */
export function readPlainJson(text: string): Imported {
  const { results } = parseFile(text, file, 'strict')
  return {
    criteria: [...new Set(results.map(({ criterion }) => criterion))],
    scenarios: [...new Set(results.map(({ scenario }) => scenario))].map(id => ({ id, input: id })),
    results,
  }
}
