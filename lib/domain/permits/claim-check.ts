import { nanosOfUsd, type PeriodUse, periodBudgetsOf, readBudgets, spentOf } from '#lib/domain/budgets/index.ts'
import type { ClaimCheck } from '#lib/platform/claim-checks.ts'
import { readStates, reviveAmounts } from '#lib/platform/state-machine/control-state.ts'
import { formatUsd, nanosToUsd } from '#lib/shared/money.ts'
import { presentPeriod } from './ask.ts'

/**
 * Blocks an action if a cost budget was spent while a person decided. Reserved amounts do not count here, because the
 * reservation of this very action is one of them. A request names no release and no user, so budgets of these count
 * only at the permit.
 */
export const claimCheck: ClaimCheck = async (tx, { projectId }, claimed, now) => {
  const step = { ...claimed, release: null, userId: null, keyId: '' }
  const hard = periodBudgetsOf(await readBudgets(tx, projectId), step).filter(({ hardUsd }) => hardUsd !== null)
  const keyed = hard.map(budget => ({ budget, key: presentPeriod(budget, now.getTime()).key }))
  const states = await readStates<PeriodUse>(
    tx,
    projectId,
    'period',
    keyed.map(({ key }) => key),
  )
  for (const { budget, key } of keyed) {
    const use = states.get(key)
    if (!use) continue
    const spent = spentOf(reviveAmounts(use))
    if (spent >= nanosOfUsd(budget.hardUsd ?? '0'))
      return `The cost budget ${budget.slug} is spent: ${formatUsd(nanosToUsd(spent))} of ${formatUsd(budget.hardUsd)}.`
  }
  return null
}
