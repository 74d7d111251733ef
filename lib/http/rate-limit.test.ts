import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Actor } from '#lib/platform/context.ts'
import { forget } from '#lib/platform/registry.ts'
import { testKey, testOperator } from '#lib/platform/testing/database.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { problemResponse } from './problem-response.ts'
import { countRequest, rateLimitFields } from './rate-limit.ts'

beforeEach(() => {
  process.env.HOLDPOINT_KEY_REQUESTS_PER_MINUTE = '3'
  forget('http.key-windows')
})
afterEach(() => {
  delete process.env.HOLDPOINT_KEY_REQUESTS_PER_MINUTE
})

const problem = (actor: Actor, now: number) => {
  try {
    countRequest(actor, now)
    return null
  } catch (error) {
    if (!isProblem(error)) throw error
    return error
  }
}

test('a key beyond its rate gets 429 with Retry-After and the RateLimit fields until the minute is over', async () => {
  for (let n = 0; n < 3; n++) expect(problem(testKey, 1_000)).toBeNull()
  expect(rateLimitFields(testKey, 11_000)).toEqual([
    ['ratelimit-policy', '"key";q=3;w=60'],
    ['ratelimit', '"key";r=0;t=50'],
  ])
  const tooMany = problem(testKey, 31_000)
  const response = problemResponse(tooMany, 'req_1')
  expect([response.status, (await response.json()).type]).toEqual([429, 'rate-limited'])
  expect(response.headers.get('retry-after')).toBe('30')
  expect(response.headers.get('ratelimit')).toBe('"key";r=0;t=30')
  expect(problem(testKey, 61_000)).toBeNull()
})

test('each key has its own limit, people are not counted, and 0 means no limit', () => {
  for (let n = 0; n < 3; n++) countRequest(testKey, 0)
  expect(problem({ ...testKey, id: 'key_other' } as Actor, 0)).toBeNull()
  for (let n = 0; n < 10; n++) expect(problem(testOperator, 0)).toBeNull()
  process.env.HOLDPOINT_KEY_REQUESTS_PER_MINUTE = '0'
  expect(problem(testKey, 0)).toBeNull()
  expect(rateLimitFields(testKey, 0)).toEqual([])
})
