import { configVerbs } from '#lib/platform/config/verbs.ts'
import { checkBreaker } from './check-breaker.ts'
import { breakerConfig } from './contract.ts'
import type { BreakerFields } from './schemas.ts'

const verbs = configVerbs(breakerConfig, {
  announce: (what, slug, revision) => ({ topic: 'breakers', type: `breaker.${what}`, ids: [slug], revision }),
  check: fields => checkBreaker(fields as BreakerFields),
})

export const putBreaker = verbs.put
export const getBreaker = verbs.get
export const archiveBreaker = verbs.archive
/** For configuration as one file. */
export const breakerKind = verbs.kind
