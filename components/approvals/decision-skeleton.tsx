import { Skeleton } from '#components/kit/blocks.tsx'
import styles from './decision.module.css'

/** The places of a request that is on its way, so that nothing jumps when it comes. */
export function DecisionSkeleton() {
  return (
    <div className={styles.scroll}>
      <Skeleton rows={3} height={26} />
      <div className={styles.body}>
        <div className={styles.main}>
          <Skeleton rows={1} height={140} />
          <Skeleton rows={1} height={56} />
          <Skeleton rows={7} height={30} />
        </div>
        <div className={styles.side}>
          <Skeleton rows={1} height={180} />
        </div>
      </div>
    </div>
  )
}
