import type { Usage } from '#lib/domain/traces/canonical.ts'
import { toCount } from './readers.ts'
import { langfuseUsage, nestedUsage } from './usage-json.ts'
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
  { key: 'gen_ai.usage.details.cache_read_tokens', from: 'pydantic-ai' },
  { key: 'gen_ai.usage.details.cache_read_input_tokens', from: 'pydantic-ai' },
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
  { key: 'llm.token_count.completion_details.reasoning', from: 'openinference' },
  { key: 'ai.usage.outputTokenDetails.reasoningTokens', from: 'vercel-ai' },
  { key: 'ai.usage.reasoningTokens', from: 'vercel-ai' },
  { key: 'gen_ai.aggregated_usage.details.reasoning_tokens', from: 'pydantic-ai' },
]

export const noUsage: Usage = Object.freeze({
  input: null,
  output: null,
  cacheRead: null,
  cacheWrite: null,
  reasoning: null,
})

/**
 * Tokens this span claims, as inclusive totals. Whether they count (leaf calls only) is for the attribution to decide.
 * A total is never read as input: CrewAI's event mode repeats `llm.token_count.total` on roots.
 */
export function usageOf(view: View): Usage {
  const found = jsonUsage(view) ?? {
    input: first(view, input, toCount),
    output: first(view, output, toCount),
    cacheRead: first(view, cacheRead, toCount),
    cacheWrite: first(view, cacheWrite, toCount) ?? sumOf(view, cacheWriteParts),
    reasoning: first(view, reasoning, toCount),
  }
  return settle(found)
}

function jsonUsage(view: View): Usage | null {
  const details = view.attributes['langfuse.observation.usage_details']
  if (details !== undefined) return langfuseUsage(details)
  const metadata = view.attributes['langsmith.usage_metadata'] ?? view.attributes['mlflow.chat.tokenUsage']
  return metadata === undefined ? null : nestedUsage(metadata)
}

function sumOf(view: View, rows: readonly Row[]): number | null {
  const parts = rows.map(row => toCount(view.attributes[row.key])).filter(count => count !== null)
  return parts.length === 0 ? null : parts.reduce((sum, count) => sum + count, 0)
}

/**
 * A call with no input tokens does not exist: 0 is how some clients say "not told" while streaming (OpenInference AutoGen writes 0/0).
 * More cached tokens than input means that the client counts input without them, as Anthropic's API does.
 */
export function settle(usage: Usage): Usage {
  if (!usage.input && !usage.output) return noUsage
  const cached = (usage.cacheRead ?? 0) + (usage.cacheWrite ?? 0)
  const input = usage.input === 0 && cached === 0 ? null : usage.input
  return { ...usage, input: input !== null && cached > input ? input + cached : input }
}
