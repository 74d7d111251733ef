import pg from 'pg'

/**
 * After a failed statement PostgreSQL answers a commit with ROLLBACK, and with no error: whoever caught the failure would
 * report as done what was undone. On this client such a commit fails, also where Prisma makes it.
 */
export class CheckedClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the forms of pg's own query are passed on as they are
  override query(...args: any[]): any {
    const [statement] = args
    const answer = (super.query as (...forms: unknown[]) => unknown).apply(this, args)
    const isCommit = /^\s*commit\s*;?\s*$/i.test(typeof statement === 'string' ? statement : (statement?.text ?? ''))
    return isCommit && answer instanceof Promise ? answer.then(committed) : answer
  }
}

function committed(result: pg.QueryResult): pg.QueryResult {
  if (result.command === 'COMMIT') return result
  throw new Error('a statement of the transaction had failed: nothing of it was kept')
}
