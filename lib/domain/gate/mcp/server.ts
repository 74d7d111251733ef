import { McpServer, type ServerContext } from '@modelcontextprotocol/server'
import type { Context } from '#lib/platform/context.ts'
import { answer } from './answer.ts'
import { awaitApproval } from './await-approval.ts'
import { inputSchema, split } from './input.ts'
import { permissionPrompt, promptInput } from './permission-prompt.ts'
import { endpointTools } from './tools.ts'
import { whileWaiting } from './while-waiting.ts'

/** Who is connected, and what the address of the endpoint says. */
export interface Connection {
  ctx: Context
  query: Record<string, string>
  /** The address that the client called. */
  base: string
}

/** A server for one request. It keeps nothing between requests, so that any process can answer the next one. */
export function mcpServer({ ctx, query, base }: Connection): McpServer {
  const server = new McpServer(
    { name: 'holdpoint', version: '1.0.0' },
    {
      instructions:
        'Before a dangerous action: call request_approval, await_approval until it is decided, and claim_approval. Then run the action with exactly the effectiveArguments, and call report_outcome. Without a claim do not run it.',
    },
  )
  const during = <T>(at: ServerContext, work: (as: Context) => Promise<T>) => whileWaiting(ctx, at, work)
  server.registerTool(
    'permission_prompt',
    {
      title: 'May this tool run?',
      description: 'For Claude Code’s --permission-prompt-tool: waits for a person if the call needs approval.',
      inputSchema: promptInput,
    },
    (input, at) => during(at, as => permissionPrompt(as, { query, base }, input, at)),
  )
  for (const tool of endpointTools) {
    const { contract, name } = tool
    const description = [contract.summary, contract.description].filter(Boolean).join('. ')
    const annotations = { readOnlyHint: contract.method === 'GET', destructiveHint: false, openWorldHint: false }
    server.registerTool(name, { description, annotations, inputSchema: inputSchema(tool) }, (input, at) =>
      during(at, as =>
        answer(() => (tool.waits ? awaitApproval(as, tool, input, at, base) : tool.run(as, split(contract, input)))),
      ),
    )
  }
  return server
}
