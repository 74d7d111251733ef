import type { Random } from './random.ts'

/** A model that the fleet calls, and how fast it is. */
interface Model {
  /** As it is asked for, and as it answers. */
  request: string
  response: string
  provider: string
  firstTokenMs: number
  tokensPerSecond: number
}

export const models = {
  'gpt-4o-mini': {
    request: 'gpt-4o-mini',
    response: 'gpt-4o-mini-2024-07-18',
    provider: 'openai',
    firstTokenMs: 320,
    tokensPerSecond: 95,
  },
  'gpt-4o': {
    request: 'gpt-4o',
    response: 'gpt-4o-2024-08-06',
    provider: 'openai',
    firstTokenMs: 450,
    tokensPerSecond: 80,
  },
  'claude-sonnet-4-5': {
    request: 'claude-sonnet-4-5',
    response: 'claude-sonnet-4-5-20250929',
    provider: 'anthropic',
    firstTokenMs: 900,
    tokensPerSecond: 70,
  },
  'acme-coder-32b': {
    request: 'acme-coder-32b',
    response: 'acme-coder-32b',
    provider: 'acme',
    firstTokenMs: 240,
    tokensPerSecond: 60,
  },
} as const satisfies Record<string, Model>
export type ModelName = keyof typeof models

export interface Answer {
  model: Model
  id: string
  inputTokens: number
  cachedTokens: number
  outputTokens: number
  firstTokenMs: number
  ms: number
}

/** The local stand-in for the model: it takes time and tokens like the real one, and asks no network. */
export function askModel(
  random: Random,
  name: ModelName,
  size: { input: number; output: number; cached?: number },
): Answer {
  const model: Model = models[name]
  const inputTokens = Math.round(random.around(size.input, 0.25))
  const outputTokens = Math.max(8, Math.round(random.around(size.output, 0.35)))
  const cachedTokens = Math.floor((inputTokens * (size.cached ?? 0)) / 64) * 64
  const firstTokenMs = random.around(model.firstTokenMs, 0.3)
  const ms = firstTokenMs + (outputTokens / random.around(model.tokensPerSecond, 0.15)) * 1000
  return { model, id: `resp_${random.hex(12)}`, inputTokens, cachedTokens, outputTokens, firstTokenMs, ms }
}
