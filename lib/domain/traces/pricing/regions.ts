import type { ModelPrice } from '@pydantic/genai-prices'
import type { Usage } from '#lib/domain/traces/canonical.ts'
import type { Entry } from './list.ts'
import { times } from './more-rates.ts'

interface Row {
  region: NonNullable<Usage['region']>
  models: RegExp
  /** The factor of the price without a fixed region. */
  factor: number
  /** First day, as milliseconds since the epoch. */
  since?: number
  source: string
}

/** What providers charge for keeping a call in a region. Models without a row cost the same everywhere. */
const rows: readonly Row[] = [
  {
    region: 'anthropic',
    models: /claude/,
    factor: 1.1,
    source: 'platform.claude.com/docs, Data residency: inference_geo us, from Opus 4.6 on, all token prices',
  },
  {
    region: 'google',
    models: /claude-(?!3|2|instant|(sonnet|opus)-4(-0|-1)?(@|-\d{8}|$))/,
    factor: 1.1,
    source: 'platform.claude.com/docs, Pricing: Vertex’s regional and multi-region endpoints, from Sonnet 4.5 on',
  },
  {
    region: 'google',
    models: /^gemini-(3|[4-9])/,
    factor: 1.1,
    since: Date.UTC(2026, 6, 1),
    source: 'cloud.google.com/vertex-ai/generative-ai/pricing: endpoints other than the global one, from July 2026 on',
  },
  {
    region: 'openai',
    models: /^gpt-(5\.[4-9]|[6-9])(?!.*(audio|realtime|image))/,
    factor: 1.1,
    source: 'developers.openai.com/api/docs/guides/data-residency: models released from March 5, 2026 on',
  },
]

/** The rates of a model where a provider serves it in a region. The list has those of Bedrock's regions. */
export function inRegion(rates: ModelPrice, entry: Entry, region: Usage['region'], timestamp: Date): ModelPrice {
  if (entry.provider.id === 'aws') return rates
  const row = rows.find(
    ({ region: of, models, since }) =>
      of === region && models.test(entry.modelId) && timestamp.getTime() >= (since ?? 0),
  )
  if (row === undefined) return rates
  return Object.fromEntries(
    Object.entries(rates).map(([key, rate]) => [key, key.endsWith('_mtok') ? times(rate, row.factor) : rate]),
  )
}
