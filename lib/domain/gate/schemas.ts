import { z } from 'zod'
import { toolCallId } from '#lib/shared/tool-call-id.ts'

const text = z.string().min(1).max(200)
const args = z.record(z.string(), z.unknown())

/** The fields that are read of what Claude Code sends its hooks. */
export const hookBody = z.looseObject({
  hook_event_name: text,
  session_id: text,
  tool_name: text.optional(),
  tool_input: args.optional(),
  tool_use_id: toolCallId.optional(),
  tool_response: z.unknown().optional(),
  error: z.string().optional(),
})
export type HookBody = z.output<typeof hookBody>

/** What the address adds, because Claude Code does not send it. */
export const hookQuery = z.strictObject({
  agent: text.optional(),
  environment: text.default('production'),
  release: text.optional(),
  wait: z.coerce.number().min(1).max(3_600).optional(),
})
export type HookQuery = z.output<typeof hookQuery>

/** What the address of the MCP endpoint adds to the calls of `permission_prompt`. */
export const promptQuery = hookQuery.extend({ run: text.optional() })
