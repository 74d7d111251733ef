import { expect, test } from 'vitest'
import { parseInput } from '#lib/http/read-input.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { recordCostsContract } from './contract.ts'
import { checkCosts } from './rules.ts'
import { costRecord } from './schemas.ts'

const good = { id: 'a', kind: 'api', amountUsd: '1.25', at: '2026-11-28T12:00:00Z' }

async function fieldOf(body: unknown): Promise<string | undefined> {
  try {
    await parseInput(recordCostsContract, new URL('http://x/'), {}, JSON.stringify(body))
  } catch (error) {
    if (isProblem(error)) return error.fields.field
    throw error
  }
  return undefined
}

test.each([
  ['a record', good, undefined],
  ['a batch', { costs: [good, { ...good, id: 'b', amountUsd: 0.1 }] }, undefined],
  ['nothing', { ...good, amountUsd: '0' }, undefined],
  ['the smallest', { ...good, amountUsd: '0.000000001' }, undefined],
  ['a negative amount', { ...good, amountUsd: '-1' }, 'body.amountUsd'],
  ['an absurd amount', { ...good, amountUsd: 1_000_001 }, 'body.amountUsd'],
  ['ten decimals', { ...good, amountUsd: '0.0000000001' }, 'body.amountUsd'],
  ['a number with an exponent', { ...good, amountUsd: 1e-10 }, 'body.amountUsd'],
  ['a comma', { ...good, amountUsd: '1,25' }, 'body.amountUsd'],
  ['a currency in the amount', { ...good, amountUsd: '€5' }, 'body.amountUsd'],
  ['no amount', { ...good, amountUsd: undefined }, 'body.amountUsd'],
  ['another currency', { ...good, currency: 'EUR' }, 'body.currency'],
  ['an unknown kind', { ...good, kind: 'tokens' }, 'body.kind'],
  ['no time', { ...good, at: 'yesterday' }, 'body.at'],
  ['a time in the first year', { ...good, at: '0001-01-01T00:00:00Z' }, 'body.at'],
  ['a field that is not there', { ...good, price: 1 }, 'body.price'],
  ['no id', { ...good, id: '' }, 'body.id'],
  ['a trace id that is none', { ...good, traceId: 'xyz' }, 'body.traceId'],
  ['one wrong of two', { costs: [good, { ...good, id: 'b', amountUsd: -1 }] }, 'body.costs.1.amountUsd'],
  ['an empty batch', { costs: [] }, 'body.costs'],
  ['a list', [good], 'body'],
])('%s', async (_, body, field) => expect(await fieldOf(body)).toBe(field))

function ruleField(bodies: object[], now: string): string | undefined {
  try {
    checkCosts(
      bodies.map(body => costRecord.parse({ ...good, ...body })),
      place => `body.costs.${place}`,
      new Date(now),
    )
  } catch (error) {
    if (isProblem(error)) return error.fields.field
  }
  return undefined
}

test.each([
  ['an hour ahead', [{ at: '2026-11-28T13:00:00Z' }], undefined],
  ['two days ahead', [{}, { id: 'b', at: '2026-11-30T13:00:00Z' }], 'body.costs.1.at'],
  ['the same twice', [{}, {}], undefined],
  ['one id for two costs', [{}, { amountUsd: '2' }], 'body.costs.1.id'],
])('%s', (_, bodies, field) => expect(ruleField(bodies, '2026-11-28T12:00:00Z')).toBe(field))
