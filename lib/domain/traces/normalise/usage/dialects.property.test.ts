import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical } from '#lib/domain/traces/normalise/test-span.ts'
import { priceSpan } from '#lib/domain/traces/pricing/price-span.ts'
import { type Dialect, dialects } from '#lib/domain/traces/testing/dialects.ts'
import {
  type Call,
  type Counted,
  type CountName,
  type Vendor,
  wholes,
} from '#lib/domain/traces/testing/provider-usage.ts'

/** Dollars per million tokens, as the providers' price pages have them. A count without a rate does not occur in calls of the model. */
interface Rates extends Partial<Record<CountName, number>> {
  text: number
  answer: number
}
const models: Record<string, { vendor: Vendor; rates: Rates; tiers?: Partial<Record<'flex' | 'priority', number>> }> = {
  'claude-sonnet-4-5': {
    vendor: 'anthropic',
    rates: { text: 3, cacheRead: 0.3, write5m: 3.75, write1h: 6, answer: 15 },
  },
  'gpt-5-mini': {
    vendor: 'openai',
    rates: { text: 0.25, cacheRead: 0.025, answer: 2, thought: 2 },
    tiers: { flex: 0.5, priority: 1.8 },
  },
  'gpt-audio': { vendor: 'openai', rates: { text: 2.5, audio: 32, answer: 10, spoken: 64 } },
  'gemini-2.5-flash': { vendor: 'google', rates: { text: 0.3, cacheRead: 0.03, answer: 2.5, thought: 2.5 } },
  'gemini-2.5-flash-lite': { vendor: 'google', rates: { text: 0.1, audio: 0.3, answer: 0.4, thought: 0.4 } },
  'grok-3-mini': { vendor: 'xai', rates: { text: 0.3, cacheRead: 0.075, answer: 0.5, thought: 0.5 } },
}
const names = ['text', 'audio', 'cacheRead', 'write5m', 'write1h', 'answer', 'spoken', 'thought'] as const

const anyCall = fc
  .record({
    model: fc.constantFrom(...Object.keys(models)),
    counts: fc.record(
      Object.fromEntries(names.map(name => [name, fc.oneof(fc.constant(0), fc.nat(9), fc.nat(20_000))])),
    ),
    total: fc.boolean(),
    tier: fc.constantFrom('flex' as const, 'priority' as const, null),
    dialect: fc.constantFrom(...dialects),
  })
  .map(({ model, counts, total, tier, dialect }) => ({ dialect, call: callOf(model, counts, total, tier, dialect) }))
  .filter(({ dialect, call }) => dialect.vendors === undefined || dialect.vendors.includes(call.vendor))

/** A call with what its model and its dialect know; a call has text and an answer. */
function callOf(
  model: string,
  any: Record<string, number>,
  total: boolean,
  tier: Call['tier'],
  dialect: Dialect,
): Call {
  const { vendor, rates, tiers } = models[model] as (typeof models)[string]
  const told = (name: CountName) => name === 'text' || name === 'answer' || dialect.tells.includes(name)
  const count = (name: CountName) => (rates[name] !== undefined && told(name) ? (any[name] ?? 0) : 0)
  const counts = Object.fromEntries(names.map(name => [name, count(name)])) as unknown as Counted
  const whole = { ...counts, text: counts.text + 1, answer: counts.answer + 1 }
  return { vendor, model, counts: whole, total, tier: tier !== null && tiers?.[tier] !== undefined ? tier : null }
}

/** Nano-dollars, in whole hundredths until the end, so that no binary fraction rounds. */
function costOf({ model, counts, tier }: Call): bigint {
  const { rates, tiers } = models[model] as (typeof models)[string]
  const factor = tier === null ? 1 : (tiers?.[tier] ?? 1)
  const hundredths = names.reduce(
    (sum, name) => sum + BigInt(counts[name]) * BigInt(Math.round((rates[name] ?? 0) * factor * 100_000)),
    0n,
  )
  const [whole, rest] = [hundredths / 100n, hundredths % 100n]
  return rest > 50n || (rest === 50n && whole % 2n === 1n) ? whole + 1n : whole
}

test('the same call in any dialect reads back with the same parts and costs what the provider bills', () => {
  fc.assert(
    fc.property(anyCall, ({ dialect, call }) => {
      const span = priceSpan(canonical(dialect.write(call)))
      const { usage } = span
      const c = call.counts
      const zero = (count: number | null) => count ?? 0
      expect({
        dialect: dialect.name,
        input: usage.input,
        output: usage.output,
        cacheRead: zero(usage.cacheRead),
        cacheWrite: zero(usage.cacheWrite),
        cacheWrite1h: zero(usage.cacheWrite1h),
        reasoning: zero(usage.reasoning),
        audio: [zero(usage.audioInput), zero(usage.audioOutput)],
        tier: span.serviceTier,
        cost: span.computedCostNanos,
      }).toEqual({
        dialect: dialect.name,
        ...wholes(call),
        cacheRead: c.cacheRead,
        cacheWrite: c.write5m + c.write1h,
        cacheWrite1h: c.write1h,
        reasoning: c.thought,
        audio: [c.audio, c.spoken],
        tier: call.tier,
        cost: costOf(call),
      })
    }),
    { numRuns: 3000 },
  )
})
