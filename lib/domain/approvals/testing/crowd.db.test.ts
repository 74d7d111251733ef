import { afterAll, beforeAll, expect, test } from 'vitest'
import { rounds } from '#lib/platform/testing/soak.ts'
import { copies, expectWhole, openAsks, openTrack, original, type Track, tell } from './test-races.ts'

const crowds = rounds({ short: 8, long: 1_000 })
/** Claims of one process; two of them make the crowd. */
const half = 32

let track: Track
beforeAll(async () => {
  track = await openTrack(crowds, half)
})
afterAll(() => track.close())

test('of 64 simultaneous claims on separate connections, exactly one executes', { timeout: 600_000 }, async () => {
  const start = await original('approved')
  const all = await copies(start.id, crowds)
  for (const id of all) {
    const targets = Array(half).fill({ id, revision: start.revision, digest: start.digest, claimId: null })
    const answers = (await Promise.all(track.racers.map(racer => tell(racer, { move: 'claim', targets })))).flat()
    expect(answers.filter(answer => answer === 'ok')).toHaveLength(1)
    expect(answers.filter(answer => answer === 'already-claimed')).toHaveLength(2 * half - 1)
  }
  await expectWhole(all, start.revision)
})

const asks = rounds({ short: 2, long: 100 })

test('64 simultaneous requests for one tool call create one request, and all get it as the answer', {
  timeout: 600_000,
}, async () => {
  for (let round = 0; round < asks; round++) {
    const targets = Array(half).fill({ id: `call ${round}`, revision: 1, digest: '', claimId: null })
    const answers = (await Promise.all(track.racers.map(racer => tell(racer, { move: 'ask', targets })))).flat()
    expect(answers).toEqual(Array(2 * half).fill((await openAsks([`call ${round}`]))[0]?.id))
  }
  await expectWhole(
    (await openAsks(Array.from({ length: asks }, (_, round) => `call ${round}`))).map(({ id }) => id),
    0,
  )
})
