import type { Usage } from '#lib/domain/traces/canonical.ts'
import { asText, toCount } from './readers.ts'
import { detailsUsage, genkitUsage, langfuseUsage, nestedUsage } from './usage-json.ts'
import { first, type Row, type View } from './view.ts'

const input: readonly Row[] = [
  { key: 'gen_ai.usage.input_tokens', from: 'genai' },
  { key: 'gen_ai.usage.prompt_tokens', from: 'genai' },
  { key: 'llm.token_count.prompt', from: 'openinference' },
  { key: 'ai.usage.inputTokens', from: 'vercel-ai' },
  { key: 'ai.usage.promptTokens', from: 'vercel-ai' },
  { key: 'ai.usage.tokens', from: 'vercel-ai' },
  { key: 'llm.usage.prompt_tokens', from: 'openllmetry' },
  { key: 'gen_ai.aggregated_usage.input_tokens', from: 'pydantic-ai' },
]

const output: readonly Row[] = [
  { key: 'gen_ai.usage.output_tokens', from: 'genai' },
  { key: 'gen_ai.usage.completion_tokens', from: 'genai' },
  { key: 'llm.token_count.completion', from: 'openinference' },
  { key: 'ai.usage.outputTokens', from: 'vercel-ai' },
  { key: 'ai.usage.completionTokens', from: 'vercel-ai' },
  { key: 'llm.usage.completion_tokens', from: 'openllmetry' },
  { key: 'gen_ai.aggregated_usage.output_tokens', from: 'pydantic-ai' },
]

const cacheRead: readonly Row[] = [
  { key: 'gen_ai.usage.cache_read.input_tokens', from: 'genai' },
  { key: 'gen_ai.usage.cache_read_input_tokens', from: 'openllmetry' },
  { key: 'gen_ai.usage.cached_tokens', from: 'openllmetry' },
  { key: 'gen_ai.usage.details.cache_read_tokens', from: 'pydantic-ai' },
  { key: 'gen_ai.usage.details.cache_read_input_tokens', from: 'pydantic-ai' },
  { key: 'gen_ai.usage.details.cached_tokens', from: 'pydantic-ai' },
  { key: 'llm.token_count.prompt_details.cache_read', from: 'openinference' },
  { key: 'llm.token_count.prompt_details.cache_input', from: 'openinference' },
  { key: 'ai.usage.inputTokenDetails.cacheReadTokens', from: 'vercel-ai' },
  { key: 'ai.usage.cachedInputTokens', from: 'vercel-ai' },
  { key: 'gen_ai.aggregated_usage.cache_read.input_tokens', from: 'pydantic-ai' },
]

const cacheWrite: readonly Row[] = [
  { key: 'gen_ai.usage.cache_write.input_tokens', from: 'genai' },
  { key: 'gen_ai.usage.cache_creation.input_tokens', from: 'genai' },
  { key: 'gen_ai.usage.cache_creation_input_tokens', from: 'openllmetry' },
  { key: 'gen_ai.usage.details.cache_write_tokens', from: 'pydantic-ai' },
  { key: 'gen_ai.usage.details.cache_creation_input_tokens', from: 'pydantic-ai' },
  { key: 'llm.token_count.prompt_details.cache_write', from: 'openinference' },
  { key: 'ai.usage.inputTokenDetails.cacheWriteTokens', from: 'vercel-ai' },
  { key: 'gen_ai.aggregated_usage.cache_write.input_tokens', from: 'pydantic-ai' },
]

/** Mastra splits cache writes by their time to live; the parts add up. */
const cacheWriteParts: readonly Row[] = [
  { key: 'gen_ai.usage.cache_creation.5m_input_tokens', from: 'mastra' },
  { key: 'gen_ai.usage.cache_creation.1h_input_tokens', from: 'mastra' },
]

const reasoning: readonly Row[] = [
  { key: 'gen_ai.usage.reasoning.output_tokens', from: 'genai' },
  { key: 'gen_ai.usage.reasoning_tokens', from: 'openllmetry' },
  { key: 'gen_ai.usage.details.reasoning_tokens', from: 'pydantic-ai' },
  { key: 'llm.usage.reasoning_tokens', from: 'openllmetry' },
  { key: 'llm.token_count.completion_details.reasoning', from: 'openinference' },
  { key: 'ai.usage.outputTokenDetails.reasoningTokens', from: 'vercel-ai' },
  { key: 'ai.usage.reasoningTokens', from: 'vercel-ai' },
  { key: 'codex.usage.reasoning_output_tokens', from: 'codex' },
  { key: 'gen_ai.aggregated_usage.details.reasoning_tokens', from: 'pydantic-ai' },
]

const noUsage: Usage = Object.freeze({
  input: null,
  output: null,
  cacheRead: null,
  cacheWrite: null,
  reasoning: null,
})

/** Usage as the provider's API gave it, as JSON: it stands in where the flat names are silent. */
const nested: readonly Row[] = [
  { key: 'langsmith.usage_metadata', from: 'langsmith' },
  { key: 'langsmith.metadata.usage_metadata', from: 'langsmith' },
  { key: 'mlflow.chat.tokenUsage', from: 'mlflow' },
  { key: 'gen_ai.usage.raw', from: 'logfire' },
]

/** Genkit's whole answer. Its spans around a model's repeat it. */
const genkit: readonly Row[] = [{ key: 'genkit:output', from: 'genkit', kinds: ['llm', 'embedding'] }]

const total: readonly Row[] = [
  { key: 'gen_ai.usage.total_tokens', from: 'openllmetry' },
  { key: 'llm.usage.total_tokens', from: 'openllmetry' },
  { key: 'llm.token_count.total', from: 'openinference' },
  { key: 'gen_ai.client.token.usage', from: 'openlit' },
]

/** Bedrock's API counts input without the cache, and these pass its numbers on; every other instrumentation adds the cache first. */
const exclusiveScopes = /^opentelemetry\.instrumentation\.(botocore|bedrock)/

/**
 * Tokens this span claims, as inclusive totals. Whether they count (leaf calls only) is for the attribution to decide.
 * A total is never read as input: CrewAI's event mode repeats `llm.token_count.total` on roots.
 */
export function usageOf(view: View): Usage {
  const details = view.attributes['langfuse.observation.usage_details']
  if (details !== undefined) return settle(langfuseUsage(details) ?? noUsage)
  if (view.span.scope.name.includes('claude_code') && view.attributes['gen_ai.usage.input_tokens'] === undefined)
    return settle(claudeCodeUsage(view), true)
  return settle(withThoughts(view, flatUsage(view)), exclusiveScopes.test(view.span.scope.name))
}

/** Claude Code's first traces had Anthropic's own numbers only: input without the cache. */
function claudeCodeUsage({ attributes }: View): Usage {
  return {
    input: toCount(attributes.input_tokens),
    output: toCount(attributes.output_tokens),
    cacheRead: toCount(attributes.cache_read_tokens),
    cacheWrite: toCount(attributes.cache_creation_tokens),
    reasoning: null,
  }
}

/**
 * Google's API counts what a model thought apart from what it said, and some instrumentations pass on only the latter as output.
 * The total has both: what it leaves after input and answer was thought.
 */
function withThoughts(view: View, usage: Usage): Usage {
  const { input, output } = usage
  if (input === null || output === null || !isGoogles(view)) return usage
  const thoughts = (first(view, total, toCount) ?? 0) - input - output
  return thoughts <= 0 ? usage : { ...usage, output: output + thoughts, reasoning: usage.reasoning ?? thoughts }
}

function isGoogles({ attributes }: View): boolean {
  const keys = ['gen_ai.provider.name', 'gen_ai.system', 'llm.provider', 'llm.system']
  return keys.some(key => /^(gcp\.|google|gemini|vertex)/i.test(asText(attributes[key])))
}

function flatUsage(view: View): Usage {
  const told = first(view, nested, nestedUsage) ?? langsmithDetails(view) ?? first(view, genkit, genkitUsage) ?? noUsage
  return {
    input: first(view, input, toCount) ?? told.input,
    output: first(view, output, toCount) ?? told.output,
    cacheRead: first(view, cacheRead, toCount) ?? told.cacheRead,
    cacheWrite: first(view, cacheWrite, toCount) ?? sumOf(view, cacheWriteParts) ?? told.cacheWrite,
    reasoning: first(view, reasoning, toCount) ?? told.reasoning,
  }
}

/** LangSmith's `gen_ai.usage.{input,output}_token_details`: parts without the totals, as JSON. */
function langsmithDetails({ attributes }: View): Usage | null {
  const input = attributes['gen_ai.usage.input_token_details']
  const output = attributes['gen_ai.usage.output_token_details']
  if (input === undefined && output === undefined) return null
  return detailsUsage(input, output)
}

function sumOf(view: View, rows: readonly Row[]): number | null {
  const parts = rows.map(row => toCount(view.attributes[row.key])).filter(count => count !== null)
  return parts.length === 0 ? null : parts.reduce((sum, count) => sum + count, 0)
}

/**
 * A call with no input tokens does not exist: 0 is how some clients say "not told" while streaming (OpenInference AutoGen writes 0/0).
 * More cached tokens than input means that the client counts input without them, as Anthropic's API does; `exclusive` says that it always does.
 */
export function settle(usage: Usage, exclusive = false): Usage {
  if (!usage.input && !usage.output) return noUsage
  const cached = (usage.cacheRead ?? 0) + (usage.cacheWrite ?? 0)
  const input = usage.input === 0 && cached === 0 ? null : usage.input
  return { ...usage, input: input !== null && (exclusive || cached > input) ? input + cached : input }
}
