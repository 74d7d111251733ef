'use client'

import { Failure } from '#components/kit/failure.tsx'
import { PageFrame } from './page-frame.tsx'
import styles from './shell.module.css'
import { useRouteTitle } from './use-route-title.ts'

/** What a route shows when it breaks: the frame stays, so the reader can go elsewhere. */
export function RouteError({ error, reset }: { error: Error; reset: () => void }) {
  return (
    <PageFrame title={useRouteTitle()}>
      <div className={styles.pad}>
        <Failure what="This page could not be shown." error={error} retry={reset} />
      </div>
    </PageFrame>
  )
}
