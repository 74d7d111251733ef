import { expect, test } from 'vitest'
import { newsOf } from './news.ts'

const row = {
  ...{ id: 'rol_1', agent: 'triage', environment: 'production', candidate: 'triage-2', baseline: 'triage-1' },
  ...{ state: 'running', step: 1, weightBps: 2_500, revision: 3 },
}
const told = (before: string, change: object, action: string, rule = 'gates-passed') => {
  const { title, severity, state } = newsOf(
    { state: before },
    { ...row, ...change },
    { action, rule, message: 'why', gates: [], at: new Date(0) },
  )
  return `${severity} ${state}: ${title.replace('triage in production: ', '')}`
}

test.each([
  ['draft', { step: 0, weightBps: 500 }, 'rollout.advanced', 'info note: triage-2 has 5 %'],
  [
    'draft',
    { state: 'shadowing', step: -1 },
    'rollout.advanced',
    'info note: triage-2 answers in the shadow of triage-1',
  ],
  ['running', { state: 'holding' }, 'rollout.held', 'warning note: triage-2 holds at 25 %'],
  ['baking', { state: 'succeeded' }, 'rollout.succeeded', 'info note: triage-2 has taken the place of triage-1'],
  [
    'holding',
    { state: 'paused' },
    'rollout.paused',
    'warning open: triage-2 is paused at 25 %: a person must decide how it continues',
  ],
  ['paused', {}, 'rollout.resumed', 'info resolved: triage-2 has 25 %'],
  ['running', { state: 'rolled_back' }, 'rollout.rolled_back', 'critical note: triage-2 was rolled back to triage-1'],
  [
    'paused',
    { state: 'rolled_back' },
    'rollout.rolled_back',
    'critical resolved: triage-2 was rolled back to triage-1',
  ],
  [
    'shadowing',
    { state: 'cancelled', step: -1 },
    'rollout.cancelled',
    'info note: triage-2 was given up before anybody got it',
  ],
  ['holding', { state: 'superseded' }, 'rollout.superseded', 'info note: triage-2 was replaced by another release'],
])('from %s with %o the message is %s', (before, change, action, text) => {
  expect(told(before, change, action)).toBe(text)
})

test('a rollback by hand only warns, because the person who did it knows', () => {
  expect(told('running', { state: 'rolled_back' }, 'rollout.rolled_back', 'person')).toMatch(/^warning note/)
})

test('programs read which release serves once it has ended', () => {
  const of = (state: string) =>
    newsOf(row, { ...row, state }, { action: 'x', rule: 'cost', message: '', gates: [], at: new Date(0) }).rollout
  expect(of('rolled_back')).toMatchObject({ id: 'rol_1', serving: 'triage-1', rule: 'cost', phase: 1 })
  expect(of('running')).toMatchObject({ serving: null, weightBps: 2_500 })
})
