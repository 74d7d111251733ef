import { randomBytes } from 'node:crypto'
import { expect } from '@playwright/test'
import { onDatabase } from './database.ts'
import { key, mira } from './holdpoint.ts'
import { basicAuth, type SentSpan, sendSpans } from './otlp.ts'
import { signInByHttp } from './person.ts'

interface To {
  url: string
  databaseUrl: string
}

/** Asks the API as a person who is signed in, and expects each answer to be good. There is a strategy whose phases take minutes. */
export async function openLead({ url }: Pick<To, 'url'>) {
  const person = await signInByHttp(url, mira.email, mira.password)
  const send = async (method: string, path: string, body?: object) => {
    const response = await person(method, path, body)
    expect(response.ok, `${path}: ${await response.clone().text()}`).toBe(true)
    return response.json()
  }
  const phases = [1_000, 5_000, 10_000].map(weightBps => ({ weightBps, seconds: 240 }))
  await send('PUT', '/api/v1/strategies/minutes', { phases, gates: { maximumErrorRate: 0.05 } })
  return send
}

/** The requests of one release, or of one version of a prompt, and how they went. */
export interface Requests {
  release?: string
  prompt?: { name: string; version: number }
  count: number
  /** What a request costs beside the usual one: 1.6 is 60 % more. */
  cost?: number
  quality?: number
  /** The share that fails, in fifths. */
  failingFifths?: number
}

const hex = (bytes: number) => randomBytes(bytes).toString('hex')
/** Five values around 0, so that the mean of every five is the middle. */
const around = (n: number) => (n % 5) - 2

/** Requests of an agent at one time, with their model calls, over OTLP; and a score for each, as the SDKs of Langfuse send them. */
export async function sendRequests(to: To, agent: string, at: number, arms: readonly Requests[]): Promise<void> {
  const scores: object[] = []
  const spans = arms.flatMap(({ release, prompt, count, cost = 1, quality = 0.86, failingFifths = 0 }) =>
    Array.from({ length: count }, (_, n) => {
      const traceId = hex(16)
      scores.push({ traceId, name: 'helpful', value: quality + around(n) * 0.02, dataType: 'NUMERIC', source: 'EVAL' })
      const failed = n % 5 < failingFifths
      return requestSpans({ traceId, agent, release, prompt, at, cost: cost * (1 + around(n) * 0.1), failed })
    }).flat(),
  )
  await sendSpans(to.url, key, spans)
  const response = await fetch(`${to.url}/api/public/scores`, {
    method: 'POST',
    headers: { authorization: basicAuth(key), 'content-type': 'application/json' },
    body: JSON.stringify(scores),
  })
  expect(await response.json()).toMatchObject({ message: 'Accepted' })
}

interface Asked {
  traceId: string
  agent: string
  release: string | undefined
  prompt: Requests['prompt']
  at: number
  cost: number
  failed: boolean
}

function requestSpans({ traceId, agent, release, prompt, at, cost, failed }: Asked): SentSpan[] {
  const spanId = hex(8)
  return [
    {
      ...{ traceId, spanId, name: `invoke_agent ${agent}`, at, durationMs: 900 },
      ...(failed ? { error: 'The answer could not be read.' } : {}),
      attributes: {
        ...{ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': agent },
        ...(release === undefined ? {} : { 'holdpoint.release': release }),
        'deployment.environment.name': 'production',
      },
    },
    {
      ...{ traceId, spanId: hex(8), parentSpanId: spanId, name: 'chat gpt-4o', at: at + 50, durationMs: 800 },
      attributes: {
        ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': 'gpt-4o' },
        'gen_ai.usage.input_tokens': Math.round(4_000 * cost),
        'gen_ai.usage.output_tokens': Math.round(100 * cost),
        ...(prompt ? { 'gen_ai.prompt.name': prompt.name, 'gen_ai.prompt.version': prompt.version } : {}),
      },
    },
  ]
}

/** What only time can do: the phase that runs now began at this time, and the worker looks at it now. */
export async function letPhaseHaveBegun(to: To, id: string, at: number): Promise<void> {
  const { rows } = await onDatabase(to, 'select progress, spans, revision from rollout where id = $1', [id])
  const { progress, spans, revision } = rows[0]
  const moved = spans.map((span: { step: number; from: number; to: number | null }) =>
    span.to === null ? { ...span, from: at } : span.step === progress.step - 1 ? { ...span, to: at } : span,
  )
  const { rowCount } = await onDatabase(
    to,
    `update rollout set progress = $3, spans = $4, created_at = least(created_at, $5), next_check_at = clock_timestamp()
     where id = $1 and revision = $2 and ended_at is null`,
    [id, revision, JSON.stringify({ ...progress, since: at }), JSON.stringify(moved), new Date(at)],
  )
  expect(rowCount, 'nobody has moved it meanwhile').toBe(1)
}
