import { requireChannels } from '#lib/domain/channels/index.ts'
import { onCallConfig } from '#lib/domain/on-call/contract.ts'
import { readConfig } from '#lib/platform/config/rows.ts'
import { configVerbs } from '#lib/platform/config/verbs.ts'
import { invalid } from '#lib/shared/problem.ts'
import { checkAlert } from './check-alert.ts'
import { alertConfig } from './contract.ts'
import type { AlertFields } from './schemas.ts'

const verbs = configVerbs(alertConfig, {
  announce: (what, slug, revision) => ({ topic: 'alerts', type: `alert.${what}`, ids: [slug], revision }),
  check: fields => checkAlert(fields as unknown as AlertFields),
  prepare: async (tx, ctx, fields) => {
    const { channels, onCall } = fields as unknown as AlertFields
    await requireChannels(tx, ctx, channels)
    if (onCall !== null && !(await readConfig(tx, ctx, onCallConfig, onCall)))
      throw invalid(`There is no on-call rule ${onCall}.`, 'body.onCall')
    return fields
  },
})

export const putAlert = verbs.put
export const getAlert = verbs.get
export const listAlerts = verbs.list
export const archiveAlert = verbs.archive
/** For configuration as one file. */
export const alertKind = verbs.kind
