import { z } from 'zod'
import { type SendOptions, send } from '#lib/platform/outbound/send.ts'
import { usdToNanos } from '#lib/shared/money.ts'
import { readJudgement } from './prompt.ts'
import type { Judge } from './schemas.ts'

const answerShape = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
  usage: z
    .object({ prompt_tokens: z.int().min(0), completion_tokens: z.int().min(0) })
    .nullish()
    .catch(null),
})

/** The result of one call of a judge. `again`: another attempt may help. */
export interface Asked {
  result: { score: number; reason: string | null } | { wrong: string; again: boolean }
  inputTokens: number | null
  outputTokens: number | null
  /** Null if the tokens or the rates are unknown, or if the answer was lost: the call may have been charged. */
  costNanos: bigint | null
}

/** A call is given up after this time. */
export const longestCallMs = 60_000

/** Asks once. Never throws: a fault is part of the result. */
export async function askJudge(
  judge: Judge,
  key: string | null,
  prompt: string,
  options: Pick<SendOptions, 'allowed'>,
): Promise<Asked> {
  const url = `${judge.url.replace(/\/+$/, '')}/chat/completions`
  const body = JSON.stringify({
    ...{ model: judge.model, temperature: 0, max_tokens: judge.maxTokens },
    messages: [{ role: 'user', content: prompt }],
  })
  const headers = { 'content-type': 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) }
  const sent = await send({ url, headers, body }, { ...options, timeoutMs: longestCallMs, keptBytes: 256_000 })
  const nothing = { inputTokens: null, outputTokens: null, costNanos: 0n }
  if (sent.kind !== 'answered')
    return {
      ...nothing,
      costNanos: sent.connected ? null : 0n,
      result: { wrong: `${sent.kind}: ${sent.why}`, again: sent.kind !== 'blocked' },
    }
  if (sent.status !== 200) {
    const again = sent.status === 429 || sent.status >= 500
    return { ...nothing, result: { wrong: `It answered ${sent.status}: ${sent.body.trim().slice(0, 300)}`, again } }
  }
  return readAnswer(judge, sent.body)
}

function readAnswer(judge: Judge, body: string): Asked {
  const unknown = { inputTokens: null, outputTokens: null, costNanos: null }
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return { ...unknown, result: { wrong: 'Its answer is not JSON.', again: true } }
  }
  const { success, data } = answerShape.safeParse(value)
  if (!success)
    return { ...unknown, result: { wrong: 'Its answer does not have the form of OpenAI’s API.', again: false } }
  const usage = data.usage ?? null
  const used = {
    inputTokens: usage?.prompt_tokens ?? null,
    outputTokens: usage?.completion_tokens ?? null,
    costNanos: usage && costOf(judge, usage.prompt_tokens, usage.completion_tokens),
  }
  const text = data.choices[0]?.message.content ?? ''
  const found = readJudgement(text)
  if (found) return { ...used, result: found }
  return { ...used, result: { wrong: `It gave no score of 0 to 1: ${text.trim().slice(0, 300)}`, again: true } }
}

/** Exact and rounded up, so that rounding never passes a budget. Null if a rate is unknown. */
export function costOf(
  { inputUsdPerMillion, outputUsdPerMillion }: Pick<Judge, 'inputUsdPerMillion' | 'outputUsdPerMillion'>,
  inputTokens: number,
  outputTokens: number,
): bigint | null {
  if (inputUsdPerMillion === null || outputUsdPerMillion === null) return null
  const million = 1_000_000n
  const sum =
    BigInt(inputTokens) * usdToNanos(inputUsdPerMillion) + BigInt(outputTokens) * usdToNanos(outputUsdPerMillion)
  return (sum + million - 1n) / million
}
