/** The verbs of the domain, for the server. */
export { type Amounts, nothing } from './amounts.ts'
export { archiveBudget, budgetKind, getBudget, listBudgets, putBudget } from './config.ts'
export {
  nanosOfUsd,
  periodBudgetsOf,
  periodScope,
  type RunRule,
  rateBudgetsOf,
  runRulesOf,
  type StepFacts,
} from './matching.ts'
export {
  commitPeriod,
  crossedHard,
  crossedSoft,
  forecastNanos,
  newPeriod,
  observePeriod,
  type PeriodUse,
  periodOf,
  reservePeriod,
  spentOf,
} from './period-budget.ts'
export { newRate, type RateUse, takeRate, usedRate } from './rate-limit.ts'
export { readBudgets } from './read-budgets.ts'
export {
  beginWait,
  commitRun,
  crossedLimit,
  endRun,
  endWait,
  newRun,
  type RunUse,
  remainingOf,
  reserveRun,
  workedMs,
} from './run-budget.ts'
export type { Budget } from './schemas.ts'
export { type Violation, violationsOf } from './violations.ts'
