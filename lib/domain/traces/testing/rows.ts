import type { Context } from '#lib/platform/context.ts'

/** What a statement with the project as its $1 finds. */
export async function rowsOf(ctx: Context, text: string) {
  const { rows } = await ctx.db.pool.query(text, [ctx.projectId])
  return rows
}
