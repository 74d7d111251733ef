import type { Verdict } from '#lib/domain/approvals/index.ts'
import type { ConfiguredBreaker } from '#lib/domain/breakers/index.ts'
import { breakersOf } from '#lib/domain/breakers/index.ts'
import {
  type Amounts,
  type Budget,
  nanosOfUsd,
  periodBudgetsOf,
  periodOf,
  periodScope,
  type RunRule,
  rateBudgetsOf,
  runRulesOf,
  type StepFacts,
} from '#lib/domain/budgets/index.ts'
import type { Policy } from '#lib/domain/policies/schemas.ts'
import type { StateKey } from '#lib/platform/state-machine/control-state.ts'
import type { AskBody, PermitAnswer, Reason } from './schemas.ts'

/** A question in the form that the rules need. */
export interface Ask extends StepFacts {
  id: string
  body: AskBody
  estimate: Amounts
  /** The verdict of the approval policy on a tool call; null for other steps. */
  policy: Verdict | null
  /** Why the arguments do not fit the tool's schema. */
  badArguments: string | null
  /** What the tool touches. */
  labels: readonly string[]
  /** The policies that match it. */
  policies: readonly Policy[]
  /** Results of the guardrails for its input or arguments; null: none applied. */
  guardrails: PermitAnswer['guardrails']
}

/** What the project has set. */
export interface Limits {
  budgets: readonly Budget[]
  breakers: readonly ConfiguredBreaker[]
}

interface PeriodRule {
  budget: Budget
  key: string
  to: number
}

/** The limits that apply to a question, and their rows. */
export interface Scopes {
  runs: { rule: RunRule; key: string }[]
  periods: PeriodRule[]
  rates: Budget[]
  breakers: ConfiguredBreaker[]
}

export const runKey = (agent: string, runId: string, tool: string | null): string =>
  JSON.stringify(tool === null ? [agent, runId] : [agent, runId, tool])

/** A row of a period belongs to a scope, not to a budget: two budgets of one scope count the same money. */
export const periodKey = (scope: string, period: string, from: number): string =>
  JSON.stringify([scope, period, new Date(from).toISOString().slice(0, 10)])

/** The row in which a budget counts now, and when its period ends. */
export function presentPeriod(budget: Budget, now: number): { key: string; to: number } {
  const period = budget.period ?? 'day'
  const { from, to } = periodOf(period, now)
  return { key: periodKey(periodScope(budget), period, from), to }
}

export function scopesOf(ask: Ask, limits: Limits, now: number): Scopes {
  return {
    runs: runRulesOf(limits.budgets, ask).map(rule => ({ rule, key: runKey(ask.agent, ask.body.runId, rule.tool) })),
    periods: periodBudgetsOf(limits.budgets, ask).map(budget => ({ budget, ...presentPeriod(budget, now) })),
    rates: rateBudgetsOf(limits.budgets, ask),
    breakers: breakersOf(limits.breakers, ask),
  }
}

export const keysOf = ({ runs, periods, rates, breakers }: Scopes): StateKey[] => [
  ...runs.map(({ key }) => ({ kind: 'run' as const, key })),
  ...periods.map(({ key }) => ({ kind: 'period' as const, key })),
  ...rates.map(({ slug }) => ({ kind: 'rate' as const, key: slug })),
  ...breakers.map(({ slug }) => ({ kind: 'breaker' as const, key: slug })),
]

/** What a step is expected to use: its estimate, or one call of its kind. */
export function estimateOf({ step, estimate = {} }: Pick<AskBody, 'step' | 'estimate'>): Amounts {
  return {
    llmCalls: estimate.llmCalls ?? (step === 'llm' ? 1 : 0),
    toolCalls: estimate.toolCalls ?? (step === 'tool' ? 1 : 0),
    tokens: estimate.tokens ?? 0,
    nanos: nanosOfUsd(estimate.usd ?? '0'),
  }
}

/** Who has switched off what, and what runs instead. */
export interface Switches {
  project: { by: string; reason: string } | null
  agents: ReadonlyMap<string, { enabled: boolean; by: string; fallback: string | null }>
}

export type Denial = { reason: Reason; onExceed?: 'deny' | 'ask' | 'fallback'; fallback?: string | null }
