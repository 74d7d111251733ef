import { isProblem } from '#lib/shared/problem.ts'

const told = (work: Promise<unknown>, tell: (type: string, field?: string) => string): Promise<string> =>
  work.then(
    () => 'ok',
    error => (isProblem(error) ? tell(error.fields.type, error.fields.field) : String(error)),
  )

/** The type of the problem that a verb throws, or `ok`. */
export const problemType = (work: Promise<unknown>): Promise<string> => told(work, type => type)

/** The same with the field that it names: `invalid body.candidate`. */
export const problemOf = (work: Promise<unknown>): Promise<string> =>
  told(work, (type, field) => (field ? `${type} ${field}` : type))
