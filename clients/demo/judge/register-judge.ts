import { request, type Target } from '../sender.ts'
import type { StandIn } from './stand-in.ts'

export const judge = 'answer-judge'

/** What the judge scores of live answers; customers say the same by a thumb, which shows how far it can be trusted. */
const rule = { score: 'helpful', agent: 'support-agent', environment: 'production', percent: 50, by: 'judge', judge }

/** Registers the judge with its key, its prices and its budget. Once; what somebody has changed since stays. */
export async function registerJudge(target: Target, { url, key }: StandIn): Promise<void> {
  const fields = {
    description: 'Reads answers as a colleague would. Look how far it agrees with people before a gate reads it.',
    ...{ url, key, model: 'stand-in-judge', passAt: 0.6, attempts: 6 },
    ...{ inputUsdPerMillion: '2.50', outputUsdPerMillion: '10', dailyUsd: '2' },
  }
  for (const [path, body] of [
    [`judges/${judge}`, fields],
    ['scoring-rules/answer-helpful', rule],
  ] as const) {
    const answer = await request(target, 'PUT', `/api/v1/${path}`, { ...body, expectedRevision: 0 })
    if (answer.status >= 400 && answer.status !== 409) throw new Error(`${path} failed: ${JSON.stringify(answer.body)}`)
  }
}
