import type { ModelPrice } from '@pydantic/genai-prices'
import type { CostParts, Usage } from '#lib/domain/traces/canonical.ts'
import { nanosOfSum } from './nano.ts'

interface Sum {
  input_price: number
  output_price: number
  total_price: number
}

/**
 * Splits a computed cost by what the tokens were. What is neither cache nor output is fresh input, so that the parts always add up to the
 * cost. Null where the rates do not tell: a price for each request, audio or images beside the cache or the reasoning.
 */
export function partsOfCost(usage: Usage, rates: ModelPrice, sum: Sum, nanos: bigint): CostParts | null {
  const { cacheRead, cacheWrite, cacheWrite1h, reasoning, audioInput, audioOutput, imageOutput } = usage
  if (cacheRead && audioInput) return null
  if (reasoning && (audioOutput || imageOutput)) return null
  if (Math.abs(sum.total_price - sum.input_price - sum.output_price) > 1e-12) return null
  const rate = (...keys: string[]) => rateOf(rates, keys, usage.input ?? 0)
  const hour = cacheWrite1h ?? 0
  const cached = nanosFor(cacheRead ?? 0, rate('cache_read_mtok', 'input_mtok'))
  const written =
    nanosFor((cacheWrite ?? 0) - hour, rate('cache_write_mtok', 'input_mtok')) +
    nanosFor(hour, rate('cache_write_1h_mtok', 'cache_write_mtok', 'input_mtok'))
  const thought = nanosFor(reasoning ?? 0, rate('output_reasoning_mtok', 'output_mtok'))
  const output = Number(nanosOfSum(sum.output_price)) - thought
  return addedUp({ fresh: 0, cached, written, output, reasoning: thought }, Number(nanos))
}

/** The largest difference that rounding the parts can cause where nothing is left over. */
const roundings = 4

/** Parts with what is left of the total as fresh input. Null where they are more than rounding over it. */
export function addedUp(parts: CostParts, total: number): CostParts | null {
  const rest = total - Object.values(parts).reduce((sum, part) => sum + part, 0)
  if (rest >= 0 && parts.output >= 0) return { ...parts, fresh: rest }
  if (rest < -roundings || parts.output < -roundings) return null
  // There was no fresh input, or nothing but reasoning: the largest part gives way.
  const [largest] = Object.entries(parts).sort(([, a], [, b]) => b - a)[0] as [keyof CostParts, number]
  const clean = { ...parts, output: Math.max(parts.output, 0) }
  const over = Object.values(clean).reduce((sum, part) => sum + part, 0) - total
  return over > 0 ? { ...clean, [largest]: clean[largest] - over } : { ...clean, fresh: -over }
}

/** The first of some rates that there is, in dollars per million tokens; of several by length of input, the one that applies. */
function rateOf(rates: ModelPrice, keys: readonly string[], input: number): number {
  const found = keys.map(key => rates[key]).find(rate => rate !== undefined)
  if (found === undefined || typeof found === 'number') return found ?? 0
  return found.tiers.findLast(tier => input > tier.start)?.price ?? found.base
}

const nanosFor = (tokens: number, usdPerMillion: number) => Number(nanosOfSum((tokens * usdPerMillion) / 1e6) ?? 0n)
