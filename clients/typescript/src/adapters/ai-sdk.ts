import type { AskOptions, Holdpoint } from '../client.ts'
import { NotAllowed } from '../errors.ts'

/** As much of a tool of the AI SDK as a guard needs: `tool({…})` of any version fits. */
interface Executable {
  // biome-ignore lint/suspicious/noExplicitAny: each tool has input and options of its own, which pass through unread
  execute?: (input: any, options: any) => any
}

const callOf = (options: unknown) => Object(options) as { toolCallId?: string; abortSignal?: AbortSignal }

/**
 * Tools of the Vercel AI SDK, held until they are allowed: the guard is in `execute`, behind which nothing else runs.
 * The SDK's own approvals travel through the client of the agent, where they can be forged; these do not.
 * Where a tool may not run the model reads why, as the tool's result.
 */
export function guardTools<T extends Record<string, Executable>>(client: Holdpoint, tools: T, how?: AskOptions): T {
  return Object.fromEntries(
    Object.entries(tools).map(([name, tool]) => [name, guardTool(client, name, tool, how)]),
  ) as T
}

export function guardTool<T extends Executable>(client: Holdpoint, name: string, tool: T, how?: AskOptions): T {
  const { execute } = tool
  // A tool without it is run by somebody else: nothing here could hold it.
  if (!execute) throw new NotAllowed(`The tool ${name} has no execute function, so it cannot be guarded here.`)
  const guarded = async (input: unknown, options: unknown) => {
    const { toolCallId, abortSignal: signal } = callOf(options)
    try {
      return await client.run(name, input, approved => whole(execute.call(tool, approved, options)), {
        ...how,
        toolCallId,
        signal,
      })
    } catch (error) {
      if (error instanceof NotAllowed) return `${name} did not run. ${error.message}`
      throw error
    }
  }
  return { ...tool, execute: guarded }
}

/** A tool may stream what it finds: its last part is the result. */
async function whole(result: unknown): Promise<unknown> {
  if (typeof result !== 'object' || result === null || !(Symbol.asyncIterator in result)) return result
  let last: unknown
  for await (const part of result as AsyncIterable<unknown>) last = part
  return last
}
