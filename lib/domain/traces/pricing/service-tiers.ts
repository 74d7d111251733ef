import type { ModelPrice } from '@pydantic/genai-prices'
import { times } from './more-rates.ts'

interface Row {
  tier: string
  /** Ids of providers in genai-prices. */
  providers: readonly string[]
  models: RegExp
  /** The factor of the standard price. */
  factor: number
  /** The same for what is read from the cache, where it differs. */
  cacheRead?: number
  source: string
}

const openai = 'platform.openai.com/docs/pricing'
const google = 'ai.google.dev/gemini-api/docs/pricing'
/** OpenAI’s flagship models have versions named after stars and places. */
const flagship = '(5\\.6|6|6\\.1)(-(sol|terra|luna|astra))?'

/**
 * Prices of service tiers, as multiples of the standard price; genai-prices has only the latter. The first row that fits decides. A tier
 * without a row (Anthropic’s and Azure’s commitments, Vertex’s provisioned throughput, …) has no price per token that anybody could know.
 */
const rows: readonly Row[] = [
  { tier: 'flex', providers: ['groq'], models: /./, factor: 1, source: 'console.groq.com/docs/flex-processing' },
  {
    tier: 'flex',
    providers: ['openai'],
    models: new RegExp(
      `^(o3|o4-mini|gpt-5(-mini|-nano)?|gpt-5\\.[1245]|gpt-5\\.4-(mini|nano|pro)|gpt-5\\.5-pro|gpt-${flagship})$`,
    ),
    factor: 0.5,
    source: `${openai}, flex; the models that offer it`,
  },
  {
    tier: 'priority',
    providers: ['openai', 'azure'],
    models: /^gpt-5\.5$/,
    factor: 2.5,
    source: `${openai}, priority`,
  },
  {
    tier: 'priority',
    providers: ['openai', 'azure'],
    models: new RegExp(`^gpt-(5(\\.[124])?|5\\.4-mini|5(\\.[123])?-codex|4\\.1-nano|${flagship})$`),
    factor: 2,
    source: `${openai}, priority`,
  },
  {
    tier: 'priority',
    providers: ['openai', 'azure'],
    models: /^gpt-5-mini$/,
    factor: 1.8,
    source: `${openai}, priority`,
  },
  { tier: 'priority', providers: ['openai'], models: /^o4-mini$/, factor: 2 / 1.1, source: `${openai}, priority` },
  {
    tier: 'priority',
    providers: ['openai', 'azure'],
    models: /^(o3|gpt-4\.1(-mini)?|gpt-4o-2024-05-13)$/,
    factor: 1.75,
    source: `${openai}, priority`,
  },
  { tier: 'priority', providers: ['openai'], models: /^gpt-4o$/, factor: 1.7, source: `${openai}, priority` },
  { tier: 'priority', providers: ['openai'], models: /^gpt-4o-mini$/, factor: 5 / 3, source: `${openai}, priority` },
  {
    tier: 'batch',
    providers: ['openai', 'azure'],
    models: /^(?!.*(realtime|audio))/,
    factor: 0.5,
    source: `${openai}, batch`,
  },
  ...['flex', 'batch'].flatMap((tier): Row[] => [
    // Their price lists keep the standard price for what is read from the cache.
    {
      tier,
      providers: ['google'],
      models: /^gemini-(2\.5|3-(flash|pro)|3\.1-pro)/,
      factor: 0.5,
      cacheRead: 1,
      source: `${google}, ${tier}`,
    },
    { tier, providers: ['google'], models: /^gemini-/, factor: 0.5, source: `${google}, ${tier}` },
  ]),
  { tier: 'priority', providers: ['google'], models: /^gemini-/, factor: 1.8, source: `${google}, priority` },
  {
    tier: 'batch',
    providers: ['anthropic', 'google'],
    models: /claude/,
    factor: 0.5,
    source: 'docs.claude.com, Batch processing: half of every rate, the cache’s too',
  },
  {
    tier: 'fast',
    providers: ['anthropic'],
    models: /^claude-opus-4[-.]6/,
    factor: 6,
    source: 'platform.claude.com/docs, Fast mode: 30 and 150 dollars a million, the cache’s rates times as much',
  },
  {
    tier: 'fast',
    providers: ['anthropic'],
    models: /^claude-opus-5(-\d{8})?$/,
    factor: 2,
    source: 'platform.claude.com/docs, Fast mode: 10 and 50 dollars a million, in its whole context',
  },
  {
    tier: 'priority',
    providers: ['aws'],
    models: /(amazon\.nova-|deepseek\.v3|openai\.gpt-oss-)/,
    factor: 1.75,
    source: 'aws.amazon.com/bedrock/pricing, priority',
  },
  {
    tier: 'flex',
    providers: ['aws'],
    models: /(amazon\.nova-|deepseek\.v3|openai\.gpt-oss-)/,
    factor: 0.5,
    source: 'aws.amazon.com/bedrock/pricing, flex',
  },
  { tier: 'batch', providers: ['aws'], models: /./, factor: 0.5, source: 'aws.amazon.com/bedrock/pricing, batch' },
  { tier: 'batch', providers: ['groq'], models: /./, factor: 0.5, source: 'console.groq.com/docs/batch' },
  { tier: 'batch', providers: ['mistral'], models: /./, factor: 0.5, source: 'mistral.ai/pricing, batch API' },
]

/** The rates of a model at a service tier; null when the tier has no known price. Without a tier it is the standard one. */
export function atTier(rates: ModelPrice, provider: string, model: string, tier: string | null): ModelPrice | null {
  if (tier === null || tier === 'default') return rates
  const name = model.replace(/(?<!gpt-4o)-\d{4}-\d{2}-\d{2}$|(?<=gpt-4o)-2024-(08-06|11-20)$/, '')
  const row = rows.find(
    ({ providers, models, tier: of }) => of === tier && providers.includes(provider) && models.test(name),
  )
  if (row === undefined) return null
  const rate = ([key, value]: [string, ModelPrice[string]]) => {
    if (!key.endsWith('_mtok')) return [key, value]
    return [
      key,
      times(value, key.startsWith('cache_') && key.includes('read') ? (row.cacheRead ?? row.factor) : row.factor),
    ]
  }
  return Object.fromEntries(Object.entries(rates).map(rate))
}
