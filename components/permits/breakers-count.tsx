'use client'

import { useContract } from '#lib/client/use-contract.ts'
import { listBreakersContract } from '#lib/domain/breakers/contract.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import styles from './breakers-count.module.css'

/** How many breakers block steps now, beside the navigation item. */
export function BreakersCount() {
  const { data } = useContract(listBreakersContract, { query: { state: 'refusing', limit: 100 } })
  const count = data?.items.length ?? 0
  if (count === 0) return null
  return (
    <span className={styles.count}>
      {formatCount(count)}
      {data?.nextCursor ? '+' : ''}
      <span className="hp-sr"> open</span>
    </span>
  )
}
