import { describe, expect, test } from 'vitest'
import { nextStep, onDuty, policyFor } from './rules.ts'
import type { Policy, Step } from './schemas.ts'

const policy = (slug: string, agent: string | null, environment: string | null): Policy => ({
  ...{ slug, agent, environment, description: null, steps: [], repeatMinutes: null },
})
const all = [policy('rest', null, null), policy('prod', null, 'production'), policy('desk', 'desk', null)]

test.each([
  [{ agent: 'desk', environment: 'production' }, 'desk'],
  [{ agent: 'other', environment: 'production' }, 'prod'],
  [{ agent: 'other', environment: 'staging' }, 'rest'],
  [{ agent: null, environment: null }, 'rest'],
])('for %j the rule %s holds', (scope, slug) => expect(policyFor(all, scope)?.slug).toBe(slug))

test('where no rule fits, nobody is on call', () =>
  expect(policyFor([policy('desk', 'desk', null)], { agent: 'other', environment: null })).toBeNull())

const step = (channel: string, afterMinutes: number): Step => ({ channels: [channel], afterMinutes, turns: null })
const steps = [step('first', 0), step('second', 15)]

describe('the next step', () => {
  const at = (told: number, repeatMinutes: number | null) => nextStep({ steps, repeatMinutes }, told, 0)
  test.each([
    [0, null, 'first', 0],
    [1, null, 'second', 15],
    [2, 30, 'first', 45],
    [3, 30, 'second', 60],
    [4, 30, 'first', 90],
  ])('after %i told, repeating %s, is %s at minute %i', (told, repeat, channel, minute) =>
    expect(at(told, repeat)).toMatchObject({ step: { channels: [channel] }, at: minute * 60_000 }),
  )
  test('after the last one there is none', () => expect(at(2, null)).toBeNull())
})

describe('on duty', () => {
  const day = (text: string) => Date.parse(`${text}T09:00:00Z`)
  const duty = (turns: Step['turns'], text: string) => onDuty({ channels: ['ada', 'bob'], turns }, day(text))
  test('without turns everybody is on call', () => expect(duty(null, '2026-11-28')).toEqual(['ada', 'bob']))
  test('daily turns change at midnight', () => expect(duty('day', '2026-11-28')).not.toEqual(duty('day', '2026-11-29')))
  test('weekly turns change on Monday only', () => {
    const week = ['2026-11-23', '2026-11-24', '2026-11-29'].map(text => duty('week', text))
    expect(week).toEqual([week[0], week[0], week[0]])
    expect(duty('week', '2026-11-30')).not.toEqual(week[0])
  })
})
