/** A call's tokens as the provider counted them, split into parts that do not overlap. */
export interface Counted {
  text: number
  audio: number
  cacheRead: number
  write5m: number
  write1h: number
  answer: number
  spoken: number
  thought: number
}
export type CountName = keyof Counted

export type Vendor = 'anthropic' | 'openai' | 'google' | 'xai'
export interface Call {
  vendor: Vendor
  model: string
  counts: Counted
  /** Whether the client tells a total too. */
  total: boolean
  /** Null is the standard tier, which clients do not report. */
  tier: 'flex' | 'priority' | null
}

const sum = (...counts: number[]) => counts.reduce((total, count) => total + count, 0)
/** Input and output as they are billed. */
export function wholes({ counts: c }: Pick<Call, 'counts'>) {
  return { input: sum(c.text, c.audio, c.cacheRead, c.write5m, c.write1h), output: sum(c.answer, c.spoken, c.thought) }
}

/** OpenAI's usage. xAI's API has the same form, with the thoughts beside the completion. */
function openaiUsage({ vendor, counts, total, tier }: Call) {
  const { input, output } = wholes({ counts })
  return {
    prompt_tokens: input,
    completion_tokens: vendor === 'xai' ? output - counts.thought : output,
    ...(total ? { total_tokens: input + output } : {}),
    prompt_tokens_details: { cached_tokens: counts.cacheRead, audio_tokens: counts.audio },
    completion_tokens_details: { reasoning_tokens: counts.thought, audio_tokens: counts.spoken },
    ...(tier === null ? {} : { service_tier: tier }),
  }
}

export function anthropicUsage({ counts }: Call) {
  return {
    input_tokens: counts.text,
    output_tokens: counts.answer,
    cache_read_input_tokens: counts.cacheRead,
    cache_creation_input_tokens: counts.write5m + counts.write1h,
    cache_creation: { ephemeral_5m_input_tokens: counts.write5m, ephemeral_1h_input_tokens: counts.write1h },
  }
}

function geminiUsage(call: Call) {
  const { counts, total } = call
  const { input, output } = wholes(call)
  return {
    promptTokenCount: input,
    candidatesTokenCount: output - counts.thought,
    thoughtsTokenCount: counts.thought,
    cachedContentTokenCount: counts.cacheRead,
    ...(total ? { totalTokenCount: input + output } : {}),
    promptTokensDetails: [
      { modality: 'TEXT', tokenCount: input - counts.audio },
      { modality: 'AUDIO', tokenCount: counts.audio },
    ],
  }
}

export const rawUsage = (call: Call) =>
  call.vendor === 'anthropic' ? anthropicUsage(call) : call.vendor === 'google' ? geminiUsage(call) : openaiUsage(call)

/** LangChain's own form, with the tier in the names of the parts. */
export function langchainUsage(call: Call) {
  const { counts: c, tier, total } = call
  const { input, output } = wholes(call)
  const prefix = tier === null ? '' : `${tier}_`
  const writes = { cache_creation: 0, ephemeral_5m_input_tokens: c.write5m, ephemeral_1h_input_tokens: c.write1h }
  return {
    input_tokens: input,
    output_tokens: output,
    ...(total ? { total_tokens: input + output } : {}),
    input_token_details: {
      ...(c.audio > 0 ? { audio: c.audio } : {}),
      [`${prefix}cache_read`]: c.cacheRead,
      ...(c.write5m + c.write1h > 0 ? writes : {}),
      ...(tier === null ? {} : { [tier]: input - c.cacheRead }),
    },
    output_token_details: {
      ...(c.spoken > 0 ? { audio: c.spoken } : {}),
      [`${prefix}reasoning`]: c.thought,
      ...(tier === null ? {} : { [tier]: output - c.thought }),
    },
  }
}

/** LangChain's usage as Langfuse's callback sends it: each part in a bucket, subtracted from the whole. */
export function langchainBuckets(call: Call) {
  const { input_tokens, output_tokens, input_token_details, output_token_details } = langchainUsage(call)
  const buckets = (side: string, parts: object) =>
    Object.fromEntries(Object.entries(parts).map(([name, count]) => [`${side}_${name}`, count]))
  return {
    input: input_tokens - sum(...Object.values(input_token_details)),
    output: output_tokens - sum(...Object.values(output_token_details)),
    ...(call.total ? { total: input_tokens + output_tokens } : {}),
    ...buckets('input', input_token_details),
    ...buckets('output', output_token_details),
  }
}
