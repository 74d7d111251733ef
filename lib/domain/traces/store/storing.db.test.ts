import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ingestTraces } from '#lib/domain/traces/ingest-otlp.ts'
import { otlpSpan } from '#lib/domain/traces/normalise/test-span.ts'
import { freshProject } from '#lib/platform/testing/database.ts'
import { givenDatabase } from '#lib/platform/testing/given-database.ts'

const database = givenDatabase()

test('many requests that store traces at once leave connections to others', async () => {
  const ctx = freshProject(database.db)
  const { pool } = database.db
  const requests = 40
  const spans = (n: number) =>
    Array.from({ length: 20 }, (_, i) => {
      const id = (n * 100 + i + 1).toString(16)
      return otlpSpan({}, { traceId: id.padStart(32, '0'), spanId: id.padStart(16, '0') })
    })
  let open = requests
  const sent = Array.from({ length: requests }, (_, n) =>
    ingestTraces(ctx, { spans: spans(n), rejected: [] }).finally(() => {
      open -= 1
    }),
  )
  let mostTaken = 0
  let mostWaiting = 0
  while (open > 0) {
    await setImmediate()
    // Until the first is stored, each looks its prices up.
    if (open === requests) continue
    mostTaken = Math.max(mostTaken, pool.totalCount - pool.idleCount)
    mostWaiting = Math.max(mostWaiting, pool.waitingCount)
  }
  await Promise.all(sent)
  expect([mostTaken, mostWaiting]).toEqual([4, 0])
  expect(await ctx.db.prisma.trace.count({ where: { projectId: ctx.projectId } })).toBe(requests * 20)
})
