import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { isProblem } from '#lib/shared/problem.ts'
import { Admission } from './admission.ts'

const KiB = 1024
const make = () => new Admission({ bodyBytes: 1024 * KiB, workingBytes: 256 * KiB, waitMs: 1_000 })
const status = (error: unknown) => (isProblem(error) ? error.fields.status : error)

/** Work that ends when told. */
function pending() {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { work: () => promise, end: resolve }
}

describe('admission', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('turns away at once what is more than it holds, and takes it after others are gone', () => {
    const admission = make()
    const [first, second] = [admission.open(), admission.open()]
    first.grow(1000 * KiB)
    expect(() => second.grow(100 * KiB)).toThrow(/Nothing was stored/)
    first.close()
    second.grow(100 * KiB)
    second.close()
    admission.open().grow(1024 * KiB)
  })

  test('a 503 asks for a wait of 1 to 5 seconds', () => {
    const admission = make()
    for (let i = 0; i < 50; i++) {
      try {
        admission.open().grow(2048 * KiB)
      } catch (error) {
        expect(isProblem(error) && error.fields.retryAfter).toBeGreaterThanOrEqual(1)
        expect(isProblem(error) && error.fields.retryAfter).toBeLessThanOrEqual(5)
      }
    }
    expect.assertions(100)
  })

  test('a large request waits for its turn, and small ones do not delay it forever', async () => {
    const admission = make()
    const small = pending()
    const running = admission.turn(64 * KiB, small.work)
    const order: string[] = []
    const large = admission.turn(256 * KiB, async () => void order.push('large'))
    const later = admission.turn(64 * KiB, async () => void order.push('later'))
    expect(order).toEqual([])
    small.end()
    await Promise.all([running, large, later])
    expect(order).toEqual(['large', 'later'])
  })

  test('a request that waits too long gets 503, and those behind it continue', async () => {
    const admission = make()
    const long = pending()
    const running = admission.turn(128 * KiB, long.work)
    const large = admission.turn(256 * KiB, async () => 'large').catch(status)
    const behind = admission.turn(1, async () => 'behind')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await large).toBe(503)
    expect(await behind).toBe('behind')
    long.end()
    await running
  })

  test('work that throws gives its place back', async () => {
    const admission = make()
    for (let i = 0; i < 20; i++) {
      await expect(admission.turn(256 * KiB, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    }
  })
})

test('never more at work than allowed, and everyone gets a turn', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 400 * KiB }), { maxLength: 30 }), async sizes => {
      const admission = make()
      let working = 0
      let most = 0
      const done = await Promise.all(
        sizes.map(size =>
          admission.turn(size, async () => {
            const weight = Math.min(Math.max(size, 64 * KiB), 256 * KiB)
            working += weight
            most = Math.max(most, working)
            await new Promise(resolve => setImmediate(resolve))
            working -= weight
            return true
          }),
        ),
      )
      expect(done).toHaveLength(sizes.length)
      expect(most).toBeLessThanOrEqual(256 * KiB)
    }),
    { numRuns: 50 },
  )
})
