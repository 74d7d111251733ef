import { setTimeout } from 'node:timers/promises'
import { expect } from '@playwright/test'
import { postmasterOf } from '../support/database.ts'
import { givenOwnHoldpoint, asAgent as headers, init, test } from '../support/holdpoint.ts'
import { hex, request, span } from '../support/otlp-requests.ts'

const holdpoint = givenOwnHoldpoint(init, { embedded: true })

const traceIdOf = (n: number) => hex(n + 1, 32)

/** One trace of a model call with n + 1 input tokens. */
function bodyOf(n: number): string {
  const at = `${1_763_900_000_000 + n}000000`
  const attribute = (name: string, value: object) => ({ key: name, value })
  return request(
    span(n + 1, {
      startTimeUnixNano: at,
      endTimeUnixNano: at,
      attributes: [
        attribute('gen_ai.operation.name', { stringValue: 'chat' }),
        attribute('gen_ai.usage.input_tokens', { intValue: String(n + 1) }),
      ],
    }),
  )
}

const postmaster = () => postmasterOf(holdpoint.dataDir).pid

test('the database killed under load: every denial is a 503 with Retry-After, and nothing accepted is lost', async () => {
  test.setTimeout(120_000)
  const total = 300
  const queue = Array.from({ length: total }, (_, n) => n)
  let accepted = 0
  let unavailable = 0
  const unexpected: string[] = []

  /** Sends as an exporter does: again, after what Retry-After says, shortened so that the test ends. */
  const send = async (n: number) => {
    for (let attempt = 0; attempt < 200; attempt++) {
      const response = await fetch(`${holdpoint.url}/api/otlp/v1/traces`, { method: 'POST', headers, body: bodyOf(n) })
      await response.arrayBuffer()
      if (response.status === 200) {
        accepted++
        return
      }
      unavailable++
      const wait = Number(response.headers.get('retry-after'))
      if (response.status !== 503 || !(wait >= 1 && wait <= 5)) unexpected.push(`${response.status} ${wait}`)
      await setTimeout(wait * 20)
    }
    unexpected.push(`${n} was never accepted`)
  }
  const senders = Array.from({ length: 8 }, async () => {
    for (let n = queue.pop(); n !== undefined; n = queue.pop()) await send(n)
  })
  for (const threshold of [60, 160]) {
    await expect.poll(() => accepted, { timeout: 60_000, intervals: [10] }).toBeGreaterThan(threshold)
    process.kill(postmaster(), 'SIGKILL')
  }
  await Promise.all(senders)
  expect(unexpected).toEqual([])
  expect(unavailable).toBeGreaterThan(0)

  const seen = new Map<string, number>()
  let cursor: string | null = null
  do {
    const query = new URLSearchParams({ limit: '200', ...(cursor && { cursor }) })
    const page = await (await fetch(`${holdpoint.url}/api/v1/traces?${query}`, { headers })).json()
    for (const item of page.items) seen.set(item.traceId, item.inputTokens)
    cursor = page.nextCursor
  } while (cursor)
  expect(seen.size).toBe(total)
  for (let n = 0; n < total; n++) expect(seen.get(traceIdOf(n))).toBe(n + 1)
})

test('without its database the process is alive and not ready; afterwards it is ready again', async () => {
  test.setTimeout(120_000)
  process.kill(postmaster(), 'SIGKILL')
  expect((await fetch(`${holdpoint.url}/api/health`)).status).toBe(200)
  await expect.poll(async () => (await fetch(`${holdpoint.url}/api/ready`)).status, { timeout: 60_000 }).toBe(200)
})
