import { z } from 'zod'
import { authorize } from '#lib/platform/auth/authorize.ts'
import { recordsOf } from '#lib/platform/config/rows.ts'
import { namesSeen, sightings } from '#lib/platform/config/seen.ts'
import type { Context } from '#lib/platform/context.ts'
import { listCursor } from '#lib/platform/paging/cursor.ts'
import type { Input, Output } from '#lib/shared/contract.ts'
import { type listToolsContract, toolConfig } from './contract.ts'
import { toToolItem } from './internal.ts'

const cursor = listCursor('tools', z.tuple([z.string().refine(text => text.isWellFormed() && !text.includes('\0'))]))

/** Tools by name: those that somebody registered and those that traces have shown. */
export async function listTools(
  ctx: Context,
  { query }: Input<typeof listToolsContract>,
): Promise<Output<typeof listToolsContract>> {
  await authorize(ctx, 'project.read')
  const [after] = query.cursor === undefined ? [''] : cursor.read(query.cursor)
  const found = await namesSeen(ctx, 'tool', { after, text: query.text ?? null, limit: query.limit + 1 })
  const names = found.slice(0, query.limit)
  const [configured, seen] = await Promise.all([recordsOf(ctx, toolConfig, names), sightings(ctx, 'tool', names)])
  const items = names.map(name =>
    toToolItem(
      name,
      configured.get(name) ?? null,
      seen.filter(({ tool }) => tool === name),
    ),
  )
  const last = found.length > query.limit ? names.at(-1) : undefined
  return {
    items: items.filter(({ registered, seen: shown }) => registered || shown !== null),
    nextCursor: last === undefined ? null : cursor.write([last]),
  }
}
