import { expect, test, vi } from 'vitest'
import { toProblem } from './problem-response.ts'

vi.stubEnv('HOLDPOINT_LOG_LEVEL', 'silent')

const withCode = (code: string, message = 'failed') => Object.assign(new Error(message), { code })
const fromAdapter = (originalCode: string) =>
  Object.assign(withCode('P2010'), { meta: { driverAdapterError: { cause: { originalCode } } } })

test.each([
  ['a refused connection', withCode('ECONNREFUSED'), /cannot be reached/],
  ['a connection that ended', new Error('Connection terminated unexpectedly'), /cannot be reached/],
  ['a database that starts', withCode('57P03'), /cannot be reached/],
  ['too many connections', withCode('53300'), /overloaded/],
  ['a statement that took too long', withCode('57014'), /overloaded/],
  ['a transaction that waited too long', withCode('P2028'), /overloaded/],
  ['a full disk', withCode('53100', 'could not extend file'), /no space left on its disk/],
  ['a full disk through Prisma', fromAdapter('53100'), /no space left on its disk/],
  ['a full disk as the cause', new Error('query failed', { cause: withCode('53100') }), /no space left on its disk/],
])('%s is a 503 that says so', (_what, error, detail) => {
  const { fields } = toProblem(error, 'req_1')
  expect(fields).toMatchObject({
    status: 503,
    type: 'unavailable',
    retryAfter: 2,
    detail: expect.stringMatching(detail),
  })
})

test('any other error is a 500 that shows nothing of it', () => {
  const { fields } = toProblem(withCode('23505', 'duplicate key value in "secret_table"'), 'req_1')
  expect(fields.status).toBe(500)
  expect(JSON.stringify(fields)).not.toContain('secret_table')
})
