'use client'

import { Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getChecklistContract } from '#lib/domain/checklist/contract.ts'
import type { Answer } from '#lib/shared/contract.ts'
import { plural } from '#lib/shared/numbers.ts'
import styles from './checklist.module.css'
import { Point } from './point.tsx'

/** Eight points, each with what was measured and what to do next. */
export function ChecklistScreen() {
  const { data, error, refetch } = useContract(getChecklistContract, {}, { refetchInterval: 60_000 })
  return (
    <PageFrame title="Checklist">
      <div className={page.page}>
        {data ? (
          <>
            <p className={styles.sum}>{summary(data)}</p>
            <ol className={styles.points}>
              {data.points.map(point => (
                <Point key={point.id} point={point} />
              ))}
            </ol>
          </>
        ) : error ? (
          <Failure what="The checklist could not be read." error={error} retry={() => void refetch()} />
        ) : (
          <Skeleton rows={8} height={88} />
        )}
      </div>
    </PageFrame>
  )
}

const summary = ({ met, points, agents }: Answer<typeof getChecklistContract>) =>
  `${met} of ${points.length} points are met. Measured now, from what this project has; ${
    agents.length === 0 ? 'no agent sent a trace' : `${plural(agents.length, 'agent')} sent traces`
  } in the last 7 days.`
