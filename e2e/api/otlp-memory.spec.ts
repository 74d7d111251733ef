import { existsSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect } from '@playwright/test'
import { givenOwnHoldpoint, test } from '../support/holdpoint.ts'
import { type Body, bytes, json, post as postTo, request, span } from '../support/otlp-requests.ts'

const holdpoint = givenOwnHoldpoint()
const post = (body: Body, headers: Record<string, string>) => postTo(holdpoint, body, headers)

const residentMiB = () =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${holdpoint.pid()}/status`, 'utf8'))?.[1]) / 1024

test('fifty bodies of 60 MiB at once are taken in turn or answered 503, in bounded memory', async () => {
  test.setTimeout(300_000)
  test.skip(process.platform !== 'linux', 'the memory of another process is read from /proc')
  const value = { stringValue: 'x'.repeat(1_000_000) }
  const large = bytes(
    gzipSync(
      request(...Array.from({ length: 60 }, (_, i) => span(500 + i, { attributes: [{ key: 'input.value', value }] }))),
      { level: 1 },
    ),
  )
  let peak = 0
  const watch = setInterval(() => {
    if (existsSync(`/proc/${holdpoint.pid()}`)) peak = Math.max(peak, residentMiB())
  }, 50)
  const answers = await Promise.all(
    Array.from({ length: 50 }, async () => {
      const response = await post(large, { 'content-type': json, 'content-encoding': 'gzip' })
      await response.arrayBuffer()
      return [response.status, Number(response.headers.get('retry-after'))] as const
    }),
  ).catch(error => {
    throw new Error(`${error}; the server said: ${holdpoint.output().slice(-1000)}`)
  })
  clearInterval(watch)
  const busy = answers.filter(([status]) => status !== 200)
  for (const [status, wait] of busy) expect([status, wait >= 1 && wait <= 5]).toEqual([503, true])
  expect(busy.length).toBeLessThan(50)
  expect(busy.length).toBeGreaterThan(0)
  // Fifty bodies inflated are 3,000 MiB, and their objects several times that.
  expect(peak).toBeLessThan(2_000)
  expect((await post('{}', { 'content-type': json })).status).toBe(200)
})
