'use client'

import Link from 'next/link'
import type { ComponentType } from 'react'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { PagesFrame } from '#components/shell/pages-frame.tsx'
import { qualityPages } from '#components/shell/quality-pages.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { reviewQueueContract } from '#lib/domain/review/contract.ts'
import { plural } from '#lib/shared/numbers.ts'
import styles from './review.module.css'
import { useReview } from './use-review.ts'
import { VerdictBar } from './verdict-bar.tsx'

interface Props {
  /** The transcript of a trace. */
  Transcript: ComponentType<{ traceId: string }>
}

/** One trace after the other, judged by keyboard. While one reviewer has a trace, nobody else gets it. */
export function ReviewScreen({ Transcript }: Props) {
  const { taken, finish, next, again } = useReview()
  const queue = useContract(reviewQueueContract)
  const item = taken.data?.item
  return (
    <PagesFrame title="Quality" pages={qualityPages} fill>
      <div className={styles.page}>
        <p className={styles.count} role="status">
          {queue.data ? `${plural(queue.data.waiting, 'trace')} to review` : ' '}
        </p>
        {taken.error ? (
          <Failure what="No trace could be taken for review." error={taken.error} retry={() => void taken.refetch()} />
        ) : null}
        {taken.isPending && !taken.error ? <Skeleton rows={10} /> : null}
        {item === null ? <NothingWaits /> : null}
        {item ? (
          <>
            <section className={styles.trace} aria-label="Trace to review">
              <Transcript key={item.id} traceId={item.traceId} />
            </section>
            <VerdictBar
              key={`${item.id} answer`}
              item={item}
              busy={finish.isPending}
              onVerdict={body => finish.mutate({ item, body })}
              onNext={() => next(item)}
              failure={finish.error ? <Failure what="It was not saved." error={finish.error} retry={again} /> : null}
            />
          </>
        ) : null}
      </div>
    </PagesFrame>
  )
}

const NothingWaits = () => (
  <Empty title="Nothing waits for review">
    <p>
      <Link href="/quality/review/rules">Rules</Link> say which traces come here: a share of an agent’s traces, or all
      with a low score. What they pick appears by itself.
    </p>
  </Empty>
)
