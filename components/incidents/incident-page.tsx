'use client'

import Link from 'next/link'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import type { IncidentItem } from '#lib/domain/incidents/schemas.ts'
import { IncidentFigures } from './incident-figures.tsx'
import { IncidentHead } from './incident-head.tsx'
import { IncidentRunbooks } from './incident-runbooks.tsx'
import { IncidentTimeline } from './incident-timeline.tsx'
import styles from './incidents.module.css'
import { useIncident } from './use-incident.ts'

/** One incident: what is wrong, what to do about it, and what has happened. */
export function IncidentPage({ id }: { id: string }) {
  const { data, error, isPending, refetch } = useIncident(id)
  const title = (
    <>
      <Link href="/incidents">Incidents</Link> <span className="hp-muted">/</span>{' '}
      <VisibleText text={data?.title ?? id} />
    </>
  )
  const missing = (
    <Empty title="No such incident">
      <Link href="/incidents">All incidents</Link>
    </Empty>
  )
  return (
    <PageFrame title={title}>
      <div className={page.page}>
        {error ? (
          <Failure
            what="This incident could not be read."
            error={error}
            retry={() => void refetch()}
            missing={missing}
          />
        ) : null}
        {isPending ? <Skeleton rows={12} /> : null}
        {data ? <Loaded incident={data} /> : null}
      </div>
    </PageFrame>
  )
}

const Loaded = ({ incident }: { incident: IncidentItem }) => (
  <div className={styles.incident}>
    <IncidentHead incident={incident} />
    <IncidentFigures incident={incident} />
    <div className={styles.columns}>
      <IncidentRunbooks incident={incident} />
      <IncidentTimeline incident={incident} />
    </div>
  </div>
)
