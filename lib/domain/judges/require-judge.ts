import { findRow } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { invalid } from '#lib/shared/problem.ts'

/** Throws 422 where there is no such judge: every score that names it would fail, out of sight of whoever set it. */
export async function requireJudge(
  reader: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  judge: string,
  field: string,
): Promise<void> {
  const row = await findRow(reader, projectId, 'judge', judge)
  if (row === null || row.archivedAt !== null) throw invalid(`There is no judge ${judge}.`, field)
}
