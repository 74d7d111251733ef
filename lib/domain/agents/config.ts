import { configVerbs } from '#lib/platform/config/verbs.ts'
import { agentConfig } from './contract.ts'

const verbs = configVerbs(agentConfig, {
  announce: (what, slug, revision) => ({ topic: 'agents', type: `agent.${what}`, ids: [slug], revision }),
})

/** Registers an agent, or changes what is registered. */
export const putAgent = verbs.put
/** Ends its entry; what traces have shown of it stays. */
export const archiveAgent = verbs.archive
