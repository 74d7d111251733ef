import { expect, test } from 'vitest'
import {
  follow,
  lacking,
  type Stage,
  type StageName,
  type StageStatus,
  stageNames,
  stagesOf,
  stateOf,
} from './rules.ts'

const at = (name: StageName, status: StageStatus): Stage[] => {
  const place = stageNames.indexOf(name)
  return stageNames.map((one, i) => ({ name: one, status: i < place ? 'passed' : i === place ? status : 'queued' }))
}
const type = (answer: ReturnType<typeof follow>) => (typeof answer === 'string' ? answer : answer.type)

test.each([
  ['unit', 'queued', 'running', 'running'],
  ['unit', 'queued', 'passed', 'stage-not-started'],
  ['unit', 'running', 'passed', 'passed'],
  ['unit', 'running', 'running', 'running'],
  ['unit', 'failed', 'running', 'running'],
  ['unit', 'failed', 'passed', 'stage-not-started'],
  ['unit', 'passed', 'running', 'stage-ended'],
  ['shadow', 'queued', 'skipped', 'skipped'],
  ['production', 'queued', 'running', 'waiting'],
  ['production', 'failed', 'running', 'waiting'],
  ['production', 'queued', 'passed', 'stage-not-started'],
  ['production', 'queued', 'skipped', 'stage-order'],
  ['production', 'waiting', 'running', 'waiting'],
  ['production', 'waiting', 'passed', 'stage-waiting'],
  ['production', 'running', 'failed', 'failed'],
] as const)('%s that is %s, reported as %s: %s', (name, status, report, answer) => {
  expect(type(follow(at(name, status), name, report))).toBe(answer)
})

test('a stage begins only when all earlier ones are done, and a stage that the run does not have never begins', () => {
  expect(type(follow(at('unit', 'failed'), 'integration', 'running'))).toBe('stage-order')
  const pull = stagesOf('pull_request').map((name): Stage => ({ name, status: 'passed' }))
  expect(pull.map(({ name }) => name)).toEqual(['unit', 'integration'])
  expect(type(follow(pull, 'production', 'running'))).toBe('stage-order')
})

test('the result of a run, and the evidence of a stage', () => {
  const states = (...all: StageStatus[]) => stateOf(all.map(status => ({ status })))
  expect(states('passed', 'skipped')).toBe('passed')
  expect(states('passed', 'queued')).toBe('running')
  expect(states('passed', 'waiting')).toBe('waiting')
  expect(states('failed', 'queued')).toBe('failed')
  expect(lacking('unit', null)).toBeNull()
  expect(lacking('evaluation', { rolloutId: 'rol_1' })?.field).toBe('evalRunId')
  expect(lacking('shadow', {})?.field).toBe('rolloutId')
  expect(lacking('shadow', { rolloutId: 'rol_1' })).toBeNull()
  expect(lacking('shadow', { evalRunId: 'evr_1' })).toBeNull()
})
