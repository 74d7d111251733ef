import { leftText } from '#lib/domain/slos/rules.ts'
import type { SloItem } from '#lib/domain/slos/schemas.ts'
import { sloStatuses } from '#lib/domain/slos/statuses.ts'
import styles from './slos.module.css'

/** How much of the error budget is left, as a figure and a bar. There is no bar if it is unknown. */
export function BudgetBar({ item: { budgetLeft, status } }: { item: Pick<SloItem, 'budgetLeft' | 'status'> }) {
  if (budgetLeft === null) return '–'
  return (
    <span className={styles.budget}>
      <span className={styles.bar} aria-hidden>
        <span
          data-tone={sloStatuses[status].tone}
          style={{ inlineSize: `${Math.min(100, Math.max(0, budgetLeft * 100))}%` }}
        />
      </span>
      {leftText(budgetLeft)}
    </span>
  )
}
