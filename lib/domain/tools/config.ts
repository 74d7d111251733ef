import { configVerbs } from '#lib/platform/config/verbs.ts'
import { squashed } from '#lib/shared/environment.ts'
import { checkSchema } from './argument-schema.ts'
import { toolConfig } from './contract.ts'

const verbs = configVerbs(toolConfig, {
  announce: (what, slug, revision) => ({ topic: 'tools', type: `tool.${what}`, ids: [slug], revision }),
  check: ({ schema }) => {
    if (schema !== null) checkSchema(schema as Record<string, unknown>)
  },
  alias: squashed,
})

/** Registers a tool, or changes what is registered. Throws 422 for a schema that is none. */
export const putTool = verbs.put
/** Ends its entry; what traces have shown of it stays. */
export const archiveTool = verbs.archive
/** For configuration as one file. */
export const toolKind = verbs.kind
