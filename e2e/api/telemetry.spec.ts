import { expect } from '@playwright/test'
import { holdpoint as client, memoryJournal } from '../../clients/typescript/src/index.ts'
import { givenHoldpoint, key, test } from '../support/holdpoint.ts'

const holdpoint = givenHoldpoint()

test('the TypeScript client sends spans without OpenTelemetry; a wrong one is named, and none of its request is stored', async () => {
  const hp = client({ url: holdpoint.url, key, agent: 'support', journal: memoryJournal() })
  const span = (last: string, more: object) => ({
    ...{
      traceId: `${last}`.padStart(32, 'c'),
      spanId: `${last}`.padStart(16, 'd'),
      name: 'answer',
      kind: 'llm',
      agent: 'support',
    },
    ...{ startedAt: new Date(Date.now() - 1000).toISOString(), endedAt: new Date().toISOString(), ...more },
  })
  const read = (last: string) =>
    fetch(`${holdpoint.url}/api/v1/traces/${last.padStart(32, 'c')}`, { headers: { authorization: `Bearer ${key}` } })

  expect(await hp.telemetry({ spans: [span('1', { inputTokens: 12, outputTokens: 3 })] })).toEqual({ stored: 1 })
  expect(await (await read('1')).json()).toMatchObject({
    agent: 'support',
    inputTokens: 12,
    outputTokens: 3,
    llmCalls: 1,
  })

  const wrong = hp.telemetry({ spans: [span('2', {}), span('3', { inputTokens: 1, cachedInputTokens: 2 })] })
  await expect(wrong).rejects.toThrow(/cachedInputTokens/)
  expect((await read('2')).status).toBe(404)
})
