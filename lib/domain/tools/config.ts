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

/** Registers a tool, or changes its entry. Throws 422 if the schema is not valid. */
export const putTool = verbs.put
/** Ends the entry. What traces have shown of the tool stays. */
export const archiveTool = verbs.archive
/** For configuration as one file. */
export const toolKind = verbs.kind
