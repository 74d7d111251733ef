import { randomOf } from '../random.ts'
import { send, type Target } from '../sender.ts'
import type { Answered } from './runs.ts'

/** How often a person says something else than the truth of the demo: people differ too. */
const otherMind = 0.04

/**
 * People of the team read three of four answers of a run, without seeing the judge's score, and decide whether each can be
 * acted on. The same again changes nothing.
 */
export async function reviewAnswers(
  target: Target,
  seed: string,
  runId: string,
  answers: readonly (Answered & { traceId: string })[],
): Promise<void> {
  for (const { incident, repeat, actionability, traceId } of answers) {
    const random = randomOf(seed, 'review', runId, incident.id, repeat)
    if (!random.chance(0.75)) continue
    const value = random.chance(otherMind) ? actionability < 0.6 : actionability >= 0.6
    await send(target, 'POST', '/api/v1/scores', {
      ...{ id: `review-${runId}-${incident.id}-${repeat}`, name: 'actionability', source: 'human' },
      ...{ dataType: 'boolean', value, traceId },
    })
  }
}
