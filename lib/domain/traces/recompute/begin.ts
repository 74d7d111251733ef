import type { Context } from '#lib/platform/context.ts'
import { readRecompute } from './list.ts'
import type { RecomputeItem, RecomputeRange } from './schemas.ts'
import { startRecompute } from './start.ts'

/** Begins a recompute that the server works off by itself, or goes on with the one of the same range. */
export async function beginRecompute(ctx: Context, { body }: { body: RecomputeRange }): Promise<RecomputeItem> {
  const { id } = await startRecompute(ctx, body)
  return readRecompute(ctx, id)
}
