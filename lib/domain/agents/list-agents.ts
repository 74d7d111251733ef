import { z } from 'zod'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { recordsOf } from '#lib/platform/config/rows.ts'
import { namesSeen, sightings } from '#lib/platform/config/seen.ts'
import type { Context } from '#lib/platform/context.ts'
import { listCursor } from '#lib/platform/paging/cursor.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { agentConfig, type listAgentsContract } from './contract.ts'
import { toAgentItem } from './internal.ts'

const cursor = listCursor('agents', z.tuple([z.string().refine(text => text.isWellFormed() && !text.includes('\0'))]))

/** Agents by name, whether somebody registered them or traces have shown them. */
export async function listAgents(
  ctx: Context,
  { query }: Input<typeof listAgentsContract>,
): Promise<Output<typeof listAgentsContract>> {
  await authorize(ctx, 'project.read')
  const [after] = query.cursor === undefined ? [''] : cursor.read(query.cursor)
  const found = await namesSeen(ctx, 'agent', { after, text: query.text ?? null, limit: query.limit + 1 })
  const names = found.slice(0, query.limit)
  const [configured, seen] = await Promise.all([recordsOf(ctx, agentConfig, names), sightings(ctx, 'agent', names)])
  const items = names.map(name =>
    toAgentItem(
      name,
      configured.get(name) ?? null,
      seen.filter(({ agent }) => agent === name),
    ),
  )
  const last = found.length > query.limit ? names.at(-1) : undefined
  return {
    items: items.filter(({ registered, seen: shown }) => registered || shown !== null),
    nextCursor: last === undefined ? null : cursor.write([last]),
  }
}
