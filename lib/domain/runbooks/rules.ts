import { mayBecome, type Transitions } from '#lib/shared/state-machine.ts'

/** What a runbook is for. A field that is null does not narrow it. */
interface Matches {
  agent: string | null
  cause: string | null
}

/**
 * How well a runbook fits an incident: the highest fits best, null not at all. The cause counts more than the agent.
 */
function fitOf(matches: Matches, incident: { agent: string | null; cause: string }): number | null {
  if (matches.cause !== null && matches.cause !== incident.cause) return null
  if (matches.agent !== null && matches.agent !== incident.agent) return null
  return (matches.cause === null ? 0 : 2) + (matches.agent === null ? 0 : 1)
}

/** The runbooks that fit: the best first, then by name. */
export function matching<R extends { slug: string; matches: Matches }>(
  all: readonly R[],
  incident: { agent: string | null; cause: string },
): R[] {
  return all
    .flatMap(runbook => {
      const fit = fitOf(runbook.matches, incident)
      return fit === null ? [] : [{ runbook, fit }]
    })
    .sort((a, b) => b.fit - a.fit || (a.runbook.slug < b.runbook.slug ? -1 : 1))
    .map(({ runbook }) => runbook)
}

export const stepStates = ['todo', 'running', 'waiting', 'done', 'skipped', 'failed'] as const
export type StepState = (typeof stepStates)[number]

export const transitions: Transitions<StepState> = {
  todo: ['running', 'done', 'skipped'],
  running: ['waiting', 'done', 'failed', 'skipped', 'todo'],
  waiting: ['done', 'failed', 'skipped'],
  done: ['todo'],
  skipped: ['todo'],
  failed: ['running', 'done', 'skipped'],
}

export const takes = ['done', 'skip', 'act', 'reopen'] as const
export type Take = (typeof takes)[number]
const goal: Record<Take, StepState> = { done: 'done', skip: 'skipped', act: 'running', reopen: 'todo' }

/** If an action has no result after this time, its process has died: a person says what became of it. */
export const lostAfterMs = 60_000

/** The state that follows, or why it is not allowed. */
export function stepAfter(
  from: StepState,
  take: Take,
  { acts, sinceMs }: { acts: boolean; sinceMs: number },
): { to: StepState } | { impossible: string } {
  if (take === 'act' && !acts) return { impossible: 'This step has no action.' }
  const to = goal[take]
  if (from === 'running' && sinceMs < lostAfterMs) return { impossible: 'Its action is running.' }
  return mayBecome(transitions, from, to) ? { to } : { impossible: `It is ${from} already.` }
}

/** What the end of a request for approval does to the step that waits for it. Null: the step goes on waiting. */
export function stepByApproval(status: string): { to: 'done' | 'failed'; result: string } | null {
  switch (status) {
    case 'executed':
      return { to: 'done', result: 'It was approved and executed.' }
    case 'failed':
      return { to: 'failed', result: 'It was approved, and failed.' }
    case 'rejected':
    case 'expired':
    case 'cancelled':
    case 'superseded':
      return { to: 'failed', result: `The request was ${status}.` }
    default:
      return null
  }
}
