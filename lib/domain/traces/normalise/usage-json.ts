import type { Usage } from '#lib/domain/traces/canonical.ts'
import { toCount, toObject } from './readers.ts'

/**
 * Langfuse's `usage_details`: OpenAI's nested usage as the API gave it, or flat buckets. Buckets exclude each other
 * (`input: 56, input_cached_tokens: 64` is 120) unless `total` says that input and output alone make it up.
 */
export function langfuseUsage(value: unknown): Usage | null {
  const details = toObject(value)
  if (details === null) return null
  return nestedUsage(details) ?? bucketUsage(details)
}

/** `{prompt_tokens, completion_tokens}` or `{input_tokens, output_tokens}` with details nested beside: inclusive totals. Null when neither is there. */
export function nestedUsage(value: unknown): Usage | null {
  const usage = toObject(value)
  if (usage === null) return null
  const input = toCount(usage.prompt_tokens ?? usage.input_tokens ?? usage.promptTokens ?? usage.inputTokens)
  const output = toCount(usage.completion_tokens ?? usage.output_tokens ?? usage.completionTokens ?? usage.outputTokens)
  if (input === null && output === null) return null
  const parts = detailsUsage(
    usage.prompt_tokens_details ?? usage.input_tokens_details ?? usage.input_token_details,
    usage.completion_tokens_details ?? usage.output_tokens_details ?? usage.output_token_details,
  )
  return {
    input,
    output,
    cacheRead: parts.cacheRead ?? toCount(usage.cache_read_input_tokens),
    cacheWrite: parts.cacheWrite ?? toCount(usage.cache_creation_input_tokens),
    reasoning: parts.reasoning,
  }
}

/** The parts of input and output: OpenAI's names and LangChain's. */
export function detailsUsage(input: unknown, output: unknown): Usage {
  const inputs = toObject(input) ?? {}
  const outputs = toObject(output) ?? {}
  return {
    input: null,
    output: null,
    cacheRead: toCount(inputs.cached_tokens ?? inputs.cache_read),
    cacheWrite:
      toCount(inputs.cache_creation || inputs.cache_write || undefined) ??
      ttlWrites(inputs) ??
      toCount(inputs.cache_creation),
    reasoning: toCount(outputs.reasoning_tokens ?? outputs.reasoning),
  }
}

/** LangChain's Anthropic splits cache writes by their time to live. */
function ttlWrites(inputs: Record<string, unknown>): number | null {
  const parts = [toCount(inputs.ephemeral_5m_input_tokens), toCount(inputs.ephemeral_1h_input_tokens)]
  return parts.every(part => part === null) ? null : (parts[0] ?? 0) + (parts[1] ?? 0)
}

/** The usage inside Genkit's answer. Its Gemini plugins count thoughts apart from the output, as the total shows. */
export function genkitUsage(answer: unknown): Usage | null {
  const usage = toObject(toObject(answer)?.usage)
  if (usage === null) return null
  const [input, output] = [toCount(usage.inputTokens), toCount(usage.outputTokens)]
  const thoughts = toCount(usage.thoughtsTokens)
  const apart = toCount(usage.totalTokens) === (input ?? 0) + (output ?? 0) + (thoughts ?? 0)
  return {
    input,
    output: output !== null && apart ? output + (thoughts ?? 0) : output,
    cacheRead: toCount(usage.cachedContentTokens),
    cacheWrite: null,
    reasoning: thoughts,
  }
}

const cacheReadBucket = /^(input_cached_tokens|(input_)?cache_read(_input)?(_tokens)?|input_cache_read.*)$/
const cacheWriteBucket =
  /^((input_)?cache_(creation|write)(_input)?(_tokens)?|input_cache_(creation|write).*|cache_creation.*)$/
const reasoningBucket = /^(output_)?reasoning(_tokens)?$/

function bucketUsage(details: Record<string, unknown>): Usage | null {
  const sums = { input: 0, output: 0, inputs: 0, outputs: 0, cacheRead: 0, cacheWrite: 0, reasoning: 0 }
  const seen = { input: false, output: false, cacheRead: false, cacheWrite: false, reasoning: false }
  for (const [key, value] of Object.entries(details)) {
    const count = toCount(value)
    if (count === null || key === 'total') continue
    const part = cacheReadBucket.test(key)
      ? 'cacheRead'
      : cacheWriteBucket.test(key)
        ? 'cacheWrite'
        : reasoningBucket.test(key)
          ? 'reasoning'
          : null
    const side =
      part === 'reasoning' || key.startsWith('output')
        ? 'output'
        : part !== null || key.startsWith('input')
          ? 'input'
          : null
    if (side === null) continue
    seen[side] = true
    if (key === side) sums[side] = count
    else sums[side === 'input' ? 'inputs' : 'outputs'] += count
    if (part === null) continue
    seen[part] = true
    sums[part] += count
  }
  const total = toCount(details.total)
  const inclusive = total !== null && total === sums.input + sums.output
  return {
    input: seen.input ? sums.input + (inclusive ? 0 : sums.inputs) : null,
    output: seen.output ? sums.output + (inclusive ? 0 : sums.outputs) : null,
    cacheRead: seen.cacheRead ? sums.cacheRead : null,
    cacheWrite: seen.cacheWrite ? sums.cacheWrite : null,
    reasoning: seen.reasoning ? sums.reasoning : null,
  }
}
