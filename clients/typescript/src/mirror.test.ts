import { expect, test, vi } from 'vitest'
import { reportBody } from '../../../lib/domain/shadow/schemas.ts'
import type { JsonObject } from './canonical.ts'
import { type MirrorOptions, mirrors } from './mirror.ts'

type Pair = ReturnType<typeof reportBody.parse>['pairs'][number]

/** A server that takes what the contract of Holdpoint allows, and keeps it. */
function given(options: Partial<MirrorOptions<string>> = {}) {
  const pairs: Pair[] = []
  const call = async (_: string, path: string, body?: unknown): Promise<JsonObject> => {
    expect(path).toBe('/api/v1/shadow-pairs')
    pairs.push(...reportBody.parse(body).pairs)
    return { stored: 1, known: 0 }
  }
  const mirror = mirrors({ call })({ rollout: 'rol_1', shadow: async () => 'there', ...options })
  return { mirror, pairs }
}

test('the user has the answer before the shadow is asked, and both are told', async () => {
  let asked = false
  const { mirror, pairs } = given({
    shadow: async input => {
      asked = true
      return { output: `there, ${input}`, score: 0.7, costUsd: '0.02' }
    },
  })
  expect(mirror('r1', 'where?', { output: 'here', score: 0.8 })).toBeUndefined()
  expect(asked).toBe(false)
  await mirror.settled()
  expect(pairs).toMatchObject([
    {
      ...{ requestId: 'r1', arm: 'shadow', input: 'where?', production: { output: 'here', score: 0.8 } },
      shadow: { output: 'there, where?', score: 0.7, costUsd: '0.02', error: null, toolCalls: [] },
    },
  ])
  expect(mirror.counts()).toEqual({ reported: 1, leftOut: 0, failed: 0, unreported: 0 })
})

test('production asked once more is told as noise of the judge', async () => {
  const { mirror, pairs } = given({ arm: 'noise' })
  mirror('r1', 'where?', 'here')
  await mirror.settled()
  expect(pairs).toMatchObject([{ arm: 'noise', production: { output: 'here' }, shadow: { output: 'there' } }])
})

test('a tool runs in the shadow only where it is on the list; any other is intercepted', async () => {
  const ran: string[] = []
  const { mirror, pairs } = given({
    allowedTools: ['search'],
    standIn: tool => `${tool} was not run`,
    shadow: async (_, tools) => {
      const found = await tools.run('search', {}, () => ran.push('search'))
      const sent = await tools.run<unknown>('send_money', { usd: 5 }, () => ran.push('send_money'))
      return `${found}, ${sent}`
    },
  })
  mirror('r1', 'pay', 'done')
  await mirror.settled()
  expect(ran).toEqual(['search'])
  expect(pairs[0]?.shadow).toMatchObject({
    output: '1, send_money was not run',
    toolCalls: [
      { tool: 'search', intercepted: false },
      { tool: 'send_money', intercepted: true },
    ],
  })
})

test('a shadow that fails or is slow is told as such, and runs no tool after its time', async () => {
  vi.useFakeTimers()
  try {
    let later: (() => Promise<unknown>) | undefined
    const { mirror, pairs } = given({
      timeoutMs: 1_000,
      allowedTools: ['search'],
      shadow: (input, tools) => {
        if (input === 'fails') throw new Error('no model')
        later = () => tools.run('search', {}, () => 'found')
        return new Promise(() => {})
      },
    })
    mirror('r1', 'fails', 'here')
    mirror('r2', 'slow', 'here')
    await vi.advanceTimersByTimeAsync(1_001)
    await mirror.settled()
    expect(pairs.map(({ requestId, shadow }) => [requestId, shadow.output, shadow.error]).sort()).toEqual([
      ['r1', null, 'no model'],
      ['r2', null, 'It took longer than 1000 ms.'],
    ])
    await expect(later?.()).rejects.toThrow('has ended')
    expect(mirror.counts()).toMatchObject({ reported: 2, failed: 2 })
  } finally {
    vi.useRealTimers()
  }
})

test('nothing reaches the caller: neither a Holdpoint that is away nor an input that is no JSON', async () => {
  const call = () => Promise.reject(new Error('away'))
  const mirror = mirrors({ call })<unknown>({ rollout: 'rol_1', shadow: async () => 'there' })
  const ring: Record<string, unknown> = {}
  ring.self = ring
  mirror('r1', ring, 'here')
  await mirror.settled()
  expect(mirror.counts()).toEqual({ reported: 0, leftOut: 0, failed: 0, unreported: 1 })
})

test('a share is mirrored, and never more at once than asked for', async () => {
  const { mirror: none } = given({ share: 0 })
  none('r1', 'where?', 'here')
  expect(none.counts().leftOut).toBe(1)
  let release = () => {}
  const gate = new Promise<void>(resolve => {
    release = resolve
  })
  const { mirror, pairs } = given({ most: 2, shadow: () => gate.then(() => 'there') })
  for (const id of ['r1', 'r2', 'r3']) mirror(id, 'where?', 'here')
  expect(mirror.counts().leftOut).toBe(1)
  release()
  await mirror.settled()
  expect(pairs.map(({ requestId }) => requestId)).toEqual(['r1', 'r2'])
  mirror('r4', 'where?', 'here')
  await mirror.settled()
  expect(pairs).toHaveLength(3)
})
