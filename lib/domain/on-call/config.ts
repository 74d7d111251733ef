import { channelConfig } from '#lib/domain/channels/contract.ts'
import { readConfigs } from '#lib/platform/config/rows.ts'
import { configVerbs } from '#lib/platform/config/verbs.ts'
import { invalid } from '#lib/shared/problem.ts'
import { onCallConfig } from './contract.ts'
import type { OnCallFields } from './schemas.ts'

const verbs = configVerbs(onCallConfig, {
  announce: (what, slug, revision) => ({ topic: 'on-call', type: `on-call.${what}`, ids: [slug], revision }),
  check: fields => {
    const { steps } = fields as OnCallFields
    for (const [i, { afterMinutes }] of steps.entries()) {
      if (afterMinutes < (steps[i - 1]?.afterMinutes ?? 0))
        throw invalid('A step must come after the one before it.', `body.steps.${i}.afterMinutes`)
    }
  },
  prepare: async (tx, { projectId }, fields) => {
    const known = new Set((await readConfigs(tx, projectId, channelConfig)).map(({ slug }) => slug))
    for (const [i, { channels }] of (fields as OnCallFields).steps.entries()) {
      const unknown = channels.findIndex(channel => !known.has(channel))
      if (unknown >= 0)
        throw invalid(`There is no channel ${channels[unknown]}.`, `body.steps.${i}.channels.${unknown}`)
    }
    return fields
  },
})

export const putOnCall = verbs.put
export const getOnCall = verbs.get
export const listOnCall = verbs.list
export const archiveOnCall = verbs.archive
/** For configuration as one file. */
export const onCallKind = verbs.kind
