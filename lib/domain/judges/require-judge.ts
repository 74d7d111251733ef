import { findRow } from '#lib/platform/config/rows.ts'
import type { Context } from '#lib/platform/context.ts'
import type { Reader } from '#lib/platform/db/transaction.ts'
import { invalid } from '#lib/shared/problem.ts'

/** Throws 422 if there is no such judge. Otherwise every score that names it would fail unseen. */
export async function requireJudge(
  reader: Reader,
  { projectId }: Pick<Context, 'projectId'>,
  judge: string,
  field: string,
): Promise<void> {
  const row = await findRow(reader, projectId, 'judge', judge)
  if (row === null || row.archivedAt !== null) throw invalid(`There is no judge ${judge}.`, field)
}
