import { configVerbs } from '#lib/platform/config/verbs.ts'
import { runbookConfig } from './contract.ts'

const verbs = configVerbs(runbookConfig, {
  announce: (what, slug, revision) => ({ topic: 'runbooks', type: `runbook.${what}`, ids: [slug], revision }),
})

export const runbookKind = verbs.kind

/** Creates or replaces a runbook. Incidents whose people already follow it keep it as it was. */
export const putRunbook = verbs.put
export const getRunbook = verbs.get
export const listRunbooks = verbs.list
export const archiveRunbook = verbs.archive
