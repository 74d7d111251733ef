'use client'

import { ObjectPage } from '#components/shell/object-page.tsx'
import type { IncidentItem } from '#lib/domain/incidents/schemas.ts'
import { IncidentFigures } from './incident-figures.tsx'
import { IncidentHead } from './incident-head.tsx'
import { IncidentRunbooks } from './incident-runbooks.tsx'
import { IncidentTimeline } from './incident-timeline.tsx'
import styles from './incidents.module.css'
import { useIncident } from './use-incident.ts'

const list = { href: '/incidents', label: 'Incidents' }

/** One incident: what is wrong, what to do about it, and what has happened. */
export function IncidentPage({ id }: { id: string }) {
  const query = useIncident(id)
  return (
    <ObjectPage one="incident" list={list} name={query.data?.title ?? id} query={query}>
      {incident => <Loaded incident={incident} />}
    </ObjectPage>
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
