import type { Scorer } from '#lib/domain/judges/schemas.ts'
import type { ScoringRule } from './schemas.ts'

/** How a rule scores. Null if it lacks the judge, pattern or schema for that. */
export function scorerOf({ by, judge, pattern, schema }: ScoringRule): Scorer | null {
  switch (by) {
    case 'judge':
      return judge === null ? null : { kind: 'judge', judge }
    case 'regex':
      return pattern === null ? null : { kind: 'regex', pattern }
    case 'json-schema':
      return schema === null ? null : { kind: 'json-schema', schema }
  }
}
