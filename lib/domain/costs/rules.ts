import { invalid } from '#lib/shared/problem.ts'
import type { CostRecord } from './schemas.ts'

const day = 86_400_000

/**
 * Checks what the schema cannot know: the present time, and the other records of the batch.
 * @throws Problem 422 that names the field.
 */
export function checkCosts(records: readonly CostRecord[], fieldOf: (place: number) => string, now: Date): void {
  const seen = new Map<string, string>()
  for (const [place, record] of records.entries()) {
    const field = fieldOf(place)
    if (Date.parse(record.at) > now.getTime() + day) {
      throw invalid(`${field}.at: more than a day ahead of now.`, `${field}.at`)
    }
    const contents = JSON.stringify(record)
    const other = seen.get(record.id)
    if (other !== undefined && other !== contents) {
      throw invalid(`${field}.id: ${record.id} appears twice, with different contents.`, `${field}.id`)
    }
    seen.set(record.id, contents)
  }
}
