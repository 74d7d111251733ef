'use client'

import { Failure } from '#components/kit/failure.tsx'
import { PageFrame } from './page-frame.tsx'
import styles from './shell.module.css'

/** What a route shows when it breaks: the frame stays, so the reader can go elsewhere. */
export function RouteError({ title, error, reset }: { title: string; error: Error; reset: () => void }) {
  return (
    <PageFrame title={title}>
      <div className={styles.pad}>
        <Failure what="This page could not be shown." error={error} retry={reset} />
      </div>
    </PageFrame>
  )
}
