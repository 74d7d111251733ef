import { defaultRunLimits, type RunLimits } from './run-budget.ts'
import type { Budget } from './schemas.ts'

/** The facts of a step that decide which limits apply to it. */
export interface StepFacts {
  agent: string
  environment: string
  tool: string | null
  release: string | null
  userId: string | null
  keyId: string
}

const fits = (wanted: string | null, own: string | null) => wanted === null || wanted === own

/** A decimal with at most nine places, in nano-dollars. */
export function nanosOfUsd(usd: string): bigint {
  const [whole = '0', fraction = ''] = usd.split('.')
  return BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9))
}

export interface RunRule {
  slug: string | null
  tool: string | null
  limits: RunLimits
  onExceed: 'deny' | 'ask' | 'fallback'
}

function runRule(budget: Budget): RunRule {
  return {
    slug: budget.slug,
    tool: budget.tool,
    limits: {
      llmCalls: budget.llmCalls ?? defaultRunLimits.llmCalls,
      toolCalls: budget.toolCalls ?? defaultRunLimits.toolCalls,
      tokens: budget.tokens ?? defaultRunLimits.tokens,
      seconds: budget.seconds ?? defaultRunLimits.seconds,
      nanos: budget.usd === null ? null : nanosOfUsd(budget.usd),
    },
    onExceed: budget.onExceed ?? 'deny',
  }
}

/** An agent counts for more than an environment; of equal ones the first by name applies. */
const weight = ({ agent, environment }: Budget) => (agent === null ? 0 : 2) + (environment === null ? 0 : 1)
const closest = (budgets: readonly Budget[]): Budget | undefined =>
  [...budgets].sort((a, b) => weight(b) - weight(a) || (a.slug < b.slug ? -1 : 1))[0]

/** The limits of the run, and those for calls of this tool if there are any. Of each kind the closest match applies. */
export function runRulesOf(budgets: readonly Budget[], step: StepFacts): RunRule[] {
  const fitting = budgets.filter(
    one => one.kind === 'run' && fits(one.agent, step.agent) && fits(one.environment, step.environment),
  )
  const whole = closest(fitting.filter(({ tool }) => tool === null))
  const ofTool = closest(fitting.filter(({ tool }) => tool !== null && tool === step.tool))
  const base = whole ? runRule(whole) : { slug: null, tool: null, limits: defaultRunLimits, onExceed: 'deny' as const }
  return ofTool ? [base, runRule(ofTool)] : [base]
}

/** The scope whose spending a period budget adds up. */
export const periodScope = ({ agent, release, user }: Pick<Budget, 'agent' | 'release' | 'user'>): string => {
  if (agent !== null) return `agent:${agent}`
  if (release !== null) return `release:${release}`
  return user !== null ? `user:${user}` : 'project'
}

export const periodBudgetsOf = (budgets: readonly Budget[], step: StepFacts): Budget[] =>
  budgets.filter(
    one =>
      one.kind === 'period' &&
      fits(one.agent, step.agent) &&
      fits(one.release, step.release) &&
      fits(one.user, step.userId),
  )

export const rateBudgetsOf = (budgets: readonly Budget[], step: StepFacts): Budget[] =>
  budgets.filter(
    one =>
      one.kind === 'rate' &&
      fits(one.environment, step.environment) &&
      fits(one.agent, step.agent) &&
      fits(one.tool, step.tool) &&
      fits(one.key, step.keyId),
  )
