import type { ModelInfo } from '@pydantic/genai-prices'

interface Row {
  /** Provider's id in genai-prices. */
  provider: string
  /** A model as the caller names it. */
  names: RegExp
  /** Rates in place of the list's; null where the list has another model's, or another provider's. */
  prices: Exclude<ModelInfo['prices'], readonly unknown[]> | null
  source: string
}

const perplexity = 'docs.perplexity.ai, Pricing: the fee of a request with the low search context, which is the default'

/** Where genai-prices takes one model for another, or has the price of another provider. */
const rows: readonly Row[] = [
  {
    provider: 'aws',
    names: /amazon\.titan-embed-text-v2/,
    prices: { input_mtok: 0.02 },
    source: 'aws.amazon.com/bedrock/pricing, Titan Text Embeddings V2; the list matches it with the first version',
  },
  {
    provider: 'openai',
    names: /^gpt-oss/i,
    prices: null,
    source: 'OpenAI’s API does not serve its open models; the list has OpenRouter’s price there',
  },
  {
    provider: 'openai',
    names: /^gpt-4o(-mini)?-search-preview/,
    prices: null,
    source:
      'platform.openai.com/docs/pricing, Web search: a fee for each call that usage does not tell; the list has the tokens only',
  },
  {
    provider: 'perplexity',
    names: /^sonar$/,
    prices: { input_mtok: 1, output_mtok: 1, requests_kcount: 5 },
    source: perplexity,
  },
  {
    provider: 'perplexity',
    names: /^sonar-pro$/,
    prices: { input_mtok: 3, output_mtok: 15, requests_kcount: 6 },
    source: perplexity,
  },
  {
    provider: 'perplexity',
    names: /^sonar-reasoning$/,
    prices: { input_mtok: 1, output_mtok: 5, requests_kcount: 5 },
    source: perplexity,
  },
  {
    provider: 'perplexity',
    names: /^sonar-reasoning-pro$/,
    prices: { input_mtok: 2, output_mtok: 8, requests_kcount: 6 },
    source: perplexity,
  },
]

/** The listed model with its right prices; null where the list has none of it. */
export function corrected(provider: string, name: string, found: ModelInfo): ModelInfo | null {
  // A distilled model is a small one with the name of the large one that taught it.
  if (/distill/i.test(name) && !/distill/i.test(found.id)) return null
  const row = rows.find(({ provider: of, names }) => of === provider && names.test(name))
  if (row === undefined) return found
  return row.prices === null ? null : { ...found, prices: row.prices }
}
