'use client'

import { Button } from '@mantine/core'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { Empty } from '#components/kit/blocks.tsx'
import { Choices } from '#components/kit/choices.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { usePages } from '#lib/client/use-pages.ts'
import { listIncidentsContract } from '#lib/domain/incidents/contract.ts'
import type { IncidentItem } from '#lib/domain/incidents/schemas.ts'
import { incidentColumns } from './incident-columns.tsx'
import styles from './incidents.module.css'
import { OpenIncident } from './open-incident.tsx'

const views = { unresolved: 'Not resolved', resolved: 'Resolved', all: 'All' } as const
const viewParam = parseAsStringLiteral(['unresolved', 'resolved', 'all']).withDefault('unresolved')
const idOf = ({ id }: IncidentItem) => id
const hrefOf = ({ id }: IncidentItem) => `/incidents/${encodeURIComponent(id)}`

/** The open incidents, and the resolved ones. */
export function IncidentsScreen() {
  const [view, setView] = useQueryState('state', viewParam.withOptions({ history: 'push' }))
  const pages = usePages(listIncidentsContract, {
    key: [view],
    filters: () => (view === 'all' ? {} : { state: view }),
    idOf,
    keepPrevious: true,
  })
  return (
    <PageFrame title="Incidents">
      <div className={page.page}>
        <SectionTable
          title={views[view]}
          note="newest first"
          tools={
            <>
              <Choices quiet label="State" value={view} choices={views} onChange={next => void setView(next)} />
              <OpenIncident />
            </>
          }
          columns={incidentColumns}
          rows={pages.isPending ? undefined : pages.items}
          rowId={idOf}
          hrefOf={hrefOf}
          sortKey="sort"
          failure={
            pages.error ? (
              <Failure what="The incidents could not be read." error={pages.error} retry={pages.retry} />
            ) : null
          }
          empty={<NoIncidents view={view} />}
        />
        {pages.rest === 'loading' ? (
          <div className={styles.more}>
            <Button variant="default" size="compact-sm" loading={pages.isReadingMore} onClick={pages.more}>
              More incidents
            </Button>
          </div>
        ) : null}
      </div>
    </PageFrame>
  )
}

function NoIncidents({ view }: { view: keyof typeof views }) {
  if (view === 'resolved') return <Empty title="No incident has been resolved yet" />
  return (
    <Empty title={view === 'all' ? 'There has been no incident yet' : 'No incident is open'}>
      <p>
        A breaker that opens, a critical guardrail event and a critical alert each open an incident automatically. If
        you see something else, open one; <a href="/docs/incidents">how incidents work</a>.
      </p>
    </Empty>
  )
}
