import { expect, test } from 'vitest'
import { notFound, unavailable } from '#lib/shared/problem.ts'
import { withLangfuseError } from './langfuse-errors.ts'
import { problemResponse } from './problem-response.ts'

test('a problem gains the fields that the SDKs read, and keeps its status, Retry-After and other fields', async () => {
  const response = await withLangfuseError(problemResponse(unavailable('The database is away.', 3), 'req_1'))
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '3'])
  expect(await response.json()).toMatchObject({
    type: 'unavailable',
    detail: 'The database is away.',
    requestId: 'req_1',
    message: 'The database is away.',
    error: 'Not available',
  })
  const missing = await withLangfuseError(problemResponse(notFound('prompt'), 'req_2'))
  expect(await missing.json()).toMatchObject({ message: 'No such prompt.', error: 'LangfuseNotFoundError' })
})

test('anything else passes as it is', async () => {
  const answer = Response.json({ successes: [], errors: [] }, { status: 207 })
  expect(await withLangfuseError(answer)).toBe(answer)
})
