'use client'

import { useContract } from '#lib/client/use-contract.ts'
import { countIncidentsContract } from '#lib/domain/incidents/contract.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import styles from './incidents-count.module.css'

/** How many incidents are not resolved, beside the navigation item. Red while nobody works on one of them. */
export function IncidentsCount() {
  const { data } = useContract(countIncidentsContract)
  const count = (data?.open ?? 0) + (data?.acknowledged ?? 0)
  if (!data || count === 0) return null
  return (
    <span className={styles.count} data-open={data.open > 0}>
      {formatCount(count)}
      <span className="hp-sr"> not resolved</span>
    </span>
  )
}
