'use client'

import { Skeleton } from '#components/kit/blocks.tsx'
import { PageFrame } from './page-frame.tsx'
import { useRouteTitle } from './use-route-title.ts'

/** What a route shows until it is there: the frame stays where it is, and rows stand where rows will be. */
export function RouteLoading() {
  return (
    <PageFrame title={useRouteTitle()}>
      <Skeleton rows={14} />
    </PageFrame>
  )
}
