import { nanosToUsd } from '#lib/shared/money.ts'

export interface Part {
  id: string
  label: string
  colour: string
  usd: string
  /** Null if it is not tokens. */
  tokens: number | null
  share: number
}

type CostName = 'cost' | 'freshInputCost' | 'cachedInputCost' | 'cacheWriteCost' | 'outputCost' | 'reasoningCost'
type TokenName = 'inputTokens' | 'cachedInputTokens' | 'cacheWriteTokens' | 'outputTokens' | 'reasoningTokens'

interface Input {
  nanos: (name: CostName) => bigint
  count: (name: TokenName) => number | null
  /** Costs that are not tokens, nano-dollars. */
  other: bigint
}

/**
 * The parts of a cost that are not 0, in the order in which a call pays for them. What no rate splits is a part of its
 * own.
 */
export function composition({ nanos, count, other }: Input): Part[] {
  const less = (whole: TokenName, ...parts: TokenName[]) => {
    const total = count(whole)
    return total === null ? null : parts.reduce((rest, part) => rest - (count(part) ?? 0), total)
  }
  const split =
    nanos('freshInputCost') +
    nanos('cachedInputCost') +
    nanos('cacheWriteCost') +
    nanos('outputCost') +
    nanos('reasoningCost')
  const rows: [id: string, label: string, colour: string, nanos: bigint, tokens: number | null][] = [
    [
      'fresh',
      'fresh input',
      'var(--hp-series-1)',
      nanos('freshInputCost'),
      less('inputTokens', 'cachedInputTokens', 'cacheWriteTokens'),
    ],
    ['cached', 'cached input', 'var(--hp-series-others)', nanos('cachedInputCost'), count('cachedInputTokens')],
    ['written', 'cache written', 'var(--hp-series-4)', nanos('cacheWriteCost'), count('cacheWriteTokens')],
    ['output', 'output', 'var(--hp-series-2)', nanos('outputCost'), less('outputTokens', 'reasoningTokens')],
    ['reasoning', 'reasoning', 'var(--hp-series-3)', nanos('reasoningCost'), count('reasoningTokens')],
    ['unsplit', 'as reported, not split', 'var(--hp-line-strong)', nanos('cost') - split, null],
    ['other', 'not tokens', 'var(--hp-series-5)', other, null],
  ]
  const total = nanos('cost') + other
  return rows
    .filter(([, , , part]) => part > 0n)
    .map(([id, label, colour, part, tokens]) => ({
      id,
      label,
      colour,
      usd: nanosToUsd(part),
      tokens,
      share: Number(part) / Number(total),
    }))
}
