'use client'

import { useMemo } from 'react'
import { useContract } from '#lib/client/use-contract.ts'
import { budgetConfig } from '#lib/domain/budgets/contract.ts'
import type { Budget } from '#lib/domain/budgets/schemas.ts'
import { budgetUseContract, listDenialsContract } from '#lib/domain/permits/contract.ts'
import type { PeriodBudgetUse } from '#lib/domain/permits/schemas.ts'
import { nanosToUsd, usdToNanos } from '#lib/shared/money.ts'
import { type Stopped, stoppedCount } from '../parts/kept-away.ts'

export interface StoredBudget extends Budget {
  revision: number
}
export interface LimitRow extends StoredBudget {
  stopped: Stopped | undefined
  use: PeriodBudgetUse | undefined
  /** For a rate limit: the permits of the last seconds. */
  taken: number | undefined
}

/** The limits that apply if nobody has set any. */
const builtIn: StoredBudget = {
  ...{ slug: '', kind: 'run', revision: 0 },
  ...{ agent: null, environment: null, tool: null, release: null, user: null, key: null },
  ...{ llmCalls: null, toolCalls: null, tokens: null, seconds: null, usd: null, onExceed: null },
  ...{ period: null, softUsd: null, hardUsd: null, permits: null, perSeconds: null },
}

const everyMs = 10_000

/** Every budget with how much of it is used now, and what it stopped in the last 24 hours. */
export function useBudgets() {
  const list = useContract(budgetConfig.list, { query: { limit: 200 } })
  const use = useContract(budgetUseContract, {}, { refetchInterval: everyMs })
  const denials = useContract(listDenialsContract, { query: { hours: 24 } })
  const rows = useMemo(() => {
    if (!list.data) return undefined
    const stopped = stoppedBy(denials.data?.items ?? [])
    const budgets: StoredBudget[] = [builtIn, ...list.data.items]
    return budgets.map(
      (budget): LimitRow => ({
        ...budget,
        stopped: stopped.get(budget.slug),
        use: use.data?.periods.find(({ slug }) => slug === budget.slug),
        taken: use.data?.rates.find(({ slug }) => slug === budget.slug)?.used,
      }),
    )
  }, [list.data, use.data, denials.data])
  return { rows, list, use }
}

/** A run budget stops by several rules, one for each of its measures. They are added up. */
function stoppedBy(items: readonly Stopped[]): Map<string, Stopped> {
  const sums = new Map<string, Stopped>()
  for (const item of items) {
    if (!/^(run-budget\/|cost-budget$|rate-limit$)/.test(item.rule)) continue
    const name = item.name ?? ''
    const before = sums.get(name)
    sums.set(name, before ? added(before, item) : item)
  }
  return sums
}

const added = (a: Stopped, b: Stopped): Stopped => ({
  ...a,
  denied: a.denied + b.denied,
  fallback: a.fallback + b.fallback,
  asked: a.asked + b.asked,
  unpriced: a.unpriced + b.unpriced,
  usd: a.usd === null || b.usd === null ? (a.usd ?? b.usd) : nanosToUsd(usdToNanos(a.usd) + usdToNanos(b.usd)),
})

export const stoppedOf = ({ stopped }: LimitRow): number | null => (stopped ? stoppedCount(stopped) : null)
