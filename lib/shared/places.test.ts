import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Places } from './places.ts'

test('no more than its places are at work, in the order in which they came, and a failure frees its place', async () => {
  const places = new Places(2)
  const begun: number[] = []
  const ends: (() => void)[] = []
  const work = (n: number) =>
    places.run(async () => {
      begun.push(n)
      await new Promise<void>(resolve => {
        ends[n] = resolve
      })
      if (n === 0) throw new Error('it fails')
      return n
    })
  const all = Promise.allSettled([0, 1, 2, 3, 4].map(work))
  await setImmediate()
  expect(begun).toEqual([0, 1])
  ends[0]?.()
  await setImmediate()
  expect(begun).toEqual([0, 1, 2])
  const late = work(5)
  for (const n of [1, 2, 3, 4, 5]) {
    ends[n]?.()
    await setImmediate()
  }
  expect(begun).toEqual([0, 1, 2, 3, 4, 5])
  expect((await all).map(({ status }) => status)).toEqual(['rejected', ...Array(4).fill('fulfilled')])
  expect(await late).toBe(5)
  expect(await places.run(async () => 'free')).toBe('free')
})
