import { configVerbs } from '#lib/platform/config/verbs.ts'
import { checkSlo } from './check-slo.ts'
import { sloConfig } from './contract.ts'
import type { SloFields } from './schemas.ts'

const verbs = configVerbs(sloConfig, {
  announce: (what, slug, revision) => ({ topic: 'slos', type: `slo.${what}`, ids: [slug], revision }),
  check: fields => checkSlo(fields as SloFields),
})

export const putSlo = verbs.put
export const getSlo = verbs.get
export const archiveSlo = verbs.archive
/** For POST /api/v1/apply. */
export const sloKind = verbs.kind
