import type { ModelPrice } from '@pydantic/genai-prices'
import type { Usage } from '#lib/domain/traces/canonical.ts'

/** A rate in dollars per million tokens, or a multiple of another rate of the model. */
type Rate = number | readonly [of: 'input_mtok' | 'output_mtok', times: number]

interface Row {
  models: RegExp
  rates?: Readonly<Record<string, Rate>>
  /** Parts that the provider bills at the rate of input or output as a whole. */
  asWhole?: readonly (keyof Usage)[]
  /** Output without details is images: the API that makes them reports no details. */
  drawsAll?: true
  /** A prompt that is longer costs so many times as much, with all that comes of it, where the list has one price for any length. */
  long?: { above: number; input: number; output: number }
  source: string
}

const claude = /(^|[./])claude-/

/** Rates that genai-prices lacks; its own win. A part that has a rate in neither leaves the call without a price. */
const rows: readonly Row[] = [
  {
    models: claude,
    rates: { cache_write_mtok: ['input_mtok', 1.25], cache_write_1h_mtok: ['input_mtok', 2] },
    asWhole: ['imageInput'],
    source:
      'docs.claude.com, Pricing (5-minute writes 1.25 × input, 1-hour writes 2 × input, on Bedrock and Vertex too) and Vision',
  },
  {
    models: /claude-(sonnet-4(-5)?(?![-.]?\d{1,2}(\D|$))|4-sonnet)/,
    long: { above: 200_000, input: 2, output: 1.5 },
    source:
      'docs.claude.com, Pricing, Long context: 6 and 22.50 dollars above 200,000 tokens, on Bedrock and Vertex too',
  },
  {
    models: /^gemini-(?!live)/,
    asWhole: ['imageInput'],
    source: 'ai.google.dev/gemini-api/docs/pricing: one price for text, image and video that go in',
  },
  {
    models: /^gemini-(2\.5|3|3\.1)-pro(?!-image)/,
    asWhole: ['audioInput'],
    source: 'ai.google.dev/gemini-api/docs/pricing: Pro models have one input price for all kinds',
  },
  {
    models: /^gemini-.*-tts/,
    asWhole: ['audioOutput'],
    source: 'ai.google.dev/gemini-api/docs/pricing: their only output is audio',
  },
  {
    models: /^(gpt-4o|gpt-4\.1|gpt-[56]|o[134])(?!.*(audio|realtime|transcribe|tts|image))/,
    asWhole: ['imageInput'],
    source: 'platform.openai.com/docs/guides/images-vision: images are charged in tokens as text is',
  },
  {
    models: /^gpt-image-(1|1-mini|2)(-\d|$)/,
    asWhole: ['imageOutput'],
    source: 'platform.openai.com/docs/pricing: their only output is images',
  },
  {
    models: /^gpt-image-/,
    drawsAll: true,
    source: 'platform.openai.com/docs/api-reference/images: usage has input_tokens_details only',
  },
  {
    models: /^gpt-4o-audio-preview/,
    rates: { input_audio_mtok: 40, output_audio_mtok: 80 },
    source: 'platform.openai.com/docs/pricing, audio tokens',
  },
  {
    models: /^gpt-4o-mini-audio-preview/,
    rates: { input_audio_mtok: 10, output_audio_mtok: 20 },
    source: 'platform.openai.com/docs/pricing, audio tokens',
  },
]

/** A model's rates with those that the list lacks. */
export function withMoreRates(listed: ModelPrice, model: string): ModelPrice {
  const added: ModelPrice = {}
  for (const row of rows) {
    if (!row.models.test(model)) continue
    for (const [key, rate] of Object.entries(row.rates ?? {})) added[key] = rateFrom(listed, rate)
  }
  return byLength({ ...added, ...listed }, model)
}

/** Whether the price of a prompt of this length is another than the list's. */
export const isLong = (model: string, input: number): boolean =>
  rows.some(row => row.long !== undefined && input > row.long.above && row.models.test(model))

function byLength(rates: ModelPrice, model: string): ModelPrice {
  const long = rows.find(row => row.long !== undefined && row.models.test(model))?.long
  if (long === undefined || typeof rates.input_mtok !== 'number') return rates
  const tiered = ([key, rate]: [string, ModelPrice[string]]) => {
    if (typeof rate !== 'number' || !key.endsWith('_mtok')) return [key, rate]
    const factor = key.startsWith('output') ? long.output : long.input
    return [key, { base: rate, tiers: [{ start: long.above, price: exact(rate * factor) }] }]
  }
  return Object.fromEntries(Object.entries(rates).map(tiered))
}

/** Whether the provider bills a part of a model's tokens like the rest of its side. */
export function isBilledAsWhole(model: string, part: keyof Usage): boolean {
  return rows.some(row => row.asWhole?.includes(part) === true && row.models.test(model))
}

/** The usage, with images that its model must have made. */
export function withImages(model: string, usage: Usage): Usage {
  if (usage.imageOutput !== null || usage.output === null) return usage
  return rows.some(row => row.drawsAll && row.models.test(model)) ? { ...usage, imageOutput: usage.output } : usage
}

function rateFrom(listed: ModelPrice, rate: Rate): ModelPrice[string] {
  return typeof rate === 'number' ? rate : times(listed[rate[0]], rate[1])
}

/** A rate times a factor, in every tier of input length. */
export function times(rate: ModelPrice[string], factor: number): ModelPrice[string] {
  if (rate === undefined || typeof rate === 'number') return rate === undefined ? rate : exact(rate * factor)
  const tiers = rate.tiers.map(({ start, price }) => ({ start, price: exact(price * factor) }))
  return { base: exact(rate.base * factor), tiers }
}

/** Without the last bits of a binary fraction: 0.1 × 0.5 is 0.05. */
const exact = (rate: number) => Number(rate.toPrecision(15))
