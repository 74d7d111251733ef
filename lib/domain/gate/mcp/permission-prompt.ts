import type { CallToolResult, InputRequiredResult, ServerContext } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { Context } from '#lib/platform/context.ts'
import { faultsOf, faulty } from '#lib/shared/faults.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { toolCallId } from '#lib/shared/tool-call-id.ts'
import { holdCall } from '../hold-call.ts'
import { promptQuery } from '../schemas.ts'
import { personAtClient, showInbox } from './person-at-client.ts'

/** The input that Claude Code sends. */
export const promptInput = z.looseObject({
  tool_name: z.string().min(1).max(200),
  input: z.record(z.string(), z.unknown()),
  tool_use_id: toolCallId.optional(),
})

/** Claude Code stops a permission tool after five minutes, and then ignores its answer. */
const defaultWaitSeconds = 240

/**
 * Answers as Claude Code expects it: one text, whose JSON allows or denies. A tool that needs no approval may run, and any fault
 * denies. The same tool_use_id again goes on waiting, or gets the answer that was lost.
 */
export async function permissionPrompt(
  ctx: Context,
  { query: asked, base }: { query: Record<string, string>; base: string },
  { tool_name, input, tool_use_id }: z.output<typeof promptInput>,
  at: ServerContext,
): Promise<CallToolResult | InputRequiredResult> {
  const text = (value: object): CallToolResult => ({ content: [{ type: 'text', text: JSON.stringify(value) }] })
  try {
    const query = promptQuery.safeParse(asked)
    if (!query.success) throw faulty(faultsOf(query.error, 'query'), 'query')
    const { agent, environment, release, run, wait = defaultWaitSeconds } = query.data
    const person = wait === 0 ? 'nobody' : personAtClient(at)
    const bound = ctx.actor.kind === 'key' ? ctx.actor.agent : null
    const held = await holdCall(
      ctx,
      {
        ...{ agent: agent ?? bound ?? 'claude-code', tool: tool_name, arguments: input, environment, release },
        ...{ runId: run, toolCallId: tool_use_id },
      },
      person === 'nobody' || person === 'shown' ? wait : 0,
    )
    if (held.verdict === 'deny' && held.waitsAt && person === 'not shown')
      return showInbox(held.waitsAt, tool_name, base)
    if (held.verdict === 'deny') return text({ behavior: 'deny', message: held.message })
    return text({ behavior: 'allow', updatedInput: held.verdict === 'allow' ? held.arguments : input })
  } catch (error) {
    const why = isProblem(error) ? (error.fields.detail ?? error.fields.title) : 'an internal error.'
    return text({ behavior: 'deny', message: `Holdpoint could not decide: ${why}` })
  }
}
