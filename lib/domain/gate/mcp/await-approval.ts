import type { ServerContext } from '@modelcontextprotocol/server'
import type { Approval } from '#lib/domain/approvals/schemas.ts'
import type { Context } from '#lib/platform/context.ts'
import { split } from './input.ts'
import { personAtClient, showInbox } from './person-at-client.ts'
import type { EndpointTool } from './tools.ts'

/** Waits as the endpoint does. Before that it has the client show the person the page of the request. If they decline, it does not wait. */
export async function awaitApproval(
  ctx: Context,
  { run, contract }: EndpointTool,
  input: Record<string, unknown>,
  at: ServerContext,
  base: string,
): Promise<unknown> {
  const person = input.wait ? personAtClient(at) : 'nobody'
  if (person === 'nobody' || person === 'shown') return run(ctx, split(contract, input))
  const now = (await run(ctx, split(contract, { ...input, wait: 0 }))) as Approval
  return now.status === 'pending' && person === 'not shown' ? showInbox(now.url, now.tool, base) : now
}
