import { Skeleton } from '#components/kit/blocks.tsx'
import styles from './decision.module.css'

/** The outline of a request that is loading, so that nothing moves when it appears. */
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
