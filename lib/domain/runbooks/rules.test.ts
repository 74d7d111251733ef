import { expect, test } from 'vitest'
import { lostAfterMs, matching, type StepState, stepAfter, stepByApproval, stepStates, takes } from './rules.ts'

const runbook = (slug: string, agent: string | null, cause: string | null) => ({ slug, matches: { agent, cause } })

test('the runbook of agent and cause comes first, then that of the cause, of the agent, and the one for everything', () => {
  const all = [
    runbook('any', null, null),
    runbook('agent', 'a', null),
    runbook('cause', null, 'safety'),
    runbook('cause-2', null, 'safety'),
    runbook('both', 'a', 'safety'),
    runbook('other agent', 'b', 'safety'),
    runbook('other cause', 'a', 'cost-spike'),
  ]
  const found = (agent: string | null) => matching(all, { agent, cause: 'safety' }).map(({ slug }) => slug)
  expect(found('a')).toEqual(['both', 'cause', 'cause-2', 'agent', 'any'])
  expect(found(null)).toEqual(['cause', 'cause-2', 'any'])
})

test('the actions of a step in each state', () => {
  const allowed = (from: StepState, sinceMs: number) =>
    takes.flatMap(take => {
      const after = stepAfter(from, take, { acts: true, sinceMs })
      return 'to' in after ? [`${take} → ${after.to}`] : []
    })
  expect(stepStates.map(state => [state, allowed(state, 0)])).toEqual([
    ['todo', ['done → done', 'skip → skipped', 'act → running']],
    ['running', []],
    ['waiting', ['done → done', 'skip → skipped']],
    ['done', ['reopen → todo']],
    ['skipped', ['reopen → todo']],
    ['failed', ['done → done', 'skip → skipped', 'act → running']],
  ])
  expect(allowed('running', lostAfterMs)).toEqual(['done → done', 'skip → skipped', 'reopen → todo'])
  expect(stepAfter('todo', 'act', { acts: false, sinceMs: 0 })).toEqual({ impossible: 'This step has no action.' })
})

test('a step ends with the request for approval that it waits for', () => {
  const ends = ['pending', 'approved', 'claimed', 'unknown', 'executed', 'failed', 'rejected', 'expired', 'cancelled']
  expect(ends.map(status => stepByApproval(status)?.to ?? null)).toEqual([
    ...[null, null, null, null, 'done', 'failed', 'failed', 'failed', 'failed'],
  ])
})
