'use client'

import { Status } from '#components/kit/status.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listDeliveriesContract } from '#lib/domain/channels/contract.ts'
import { deliveryStatuses } from '#lib/domain/channels/statuses.ts'
import styles from './alerts.module.css'

/** The result of the last message to a channel. */
export function LastDelivery({ slug }: { slug: string }) {
  const { data } = useContract(listDeliveriesContract, { params: { slug }, query: { limit: 1 } })
  const last = data?.items[0]
  if (!data) return null
  if (!last) return 'nothing was sent yet'
  return (
    <span className={styles.pairs}>
      <Status of={deliveryStatuses} value={last.status} /> <When at={last.lastAt ?? last.createdAt} />
    </span>
  )
}
