import { isProblem } from '#lib/shared/problem.ts'

/** A problem in one sentence, for forms that show it in a line of their own. */
export function problemText(error: unknown): string | null {
  if (!error) return null
  if (isProblem(error)) return error.fields.detail ?? error.fields.title
  return error instanceof Error && error.message ? error.message : 'Something went wrong on this page.'
}
