import type { ReadinessId } from '#lib/shared/readiness.ts'

/** The name of each point, and what goes wrong without it. */
export const words: Readonly<Record<ReadinessId, { title: string; why: string }>> = {
  'test-levels': {
    title: 'Three levels of tests',
    why: 'A unit test finds a broken parser in seconds, an evaluation finds a worse answer; neither finds the other’s.',
  },
  'ci-gates': {
    title: 'Gates in CI',
    why: 'A verdict that no build waits for is read after the damage is done.',
  },
  shadow: {
    title: 'Shadow mode',
    why: 'Real requests ask what no scenario asked; a shadow answers them without a user seeing it.',
  },
  budgets: {
    title: 'Budgets',
    why: 'If nothing counts steps before they are taken, one loop spends a month’s money in a night.',
  },
  breakers: {
    title: 'Circuit breakers',
    why: 'An agent whose tool fails calls it again and again; a breaker answers with the fallback instead.',
  },
  'cost-monitoring': {
    title: 'Cost monitoring',
    why: 'A release that doubles the cost per request is found by its alert on the day, or by its bill in a month.',
  },
  'gradual-rollout': {
    title: 'Gradual rollout',
    why: 'What is wrong with a release hurts one user of twenty at first, and goes back by itself.',
  },
  runbooks: {
    title: 'Runbooks',
    why: 'At three in the morning nobody invents the right order of steps.',
  },
}
