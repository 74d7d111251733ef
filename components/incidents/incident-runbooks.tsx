'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import { parseAsString, useQueryState } from 'nuqs'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { Tabs } from '#components/kit/tabs.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import type { IncidentItem } from '#lib/domain/incidents/schemas.ts'
import { incidentRunbooksContract } from '#lib/domain/runbooks/contract.ts'
import type { IncidentRunbook } from '#lib/domain/runbooks/schemas.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import styles from './incidents.module.css'
import { RunbookStep } from './runbook-step.tsx'

const MarkdownText = dynamic(() => import('#components/kit/markdown-text.tsx').then(module => module.MarkdownText), {
  ssr: false,
  loading: () => <Skeleton rows={1} />,
})

/** The runbooks that fit, each with its steps. */
export function IncidentRunbooks({ incident }: { incident: IncidentItem }) {
  const { data, error, isPending, refetch } = useContract(incidentRunbooksContract, { params: { id: incident.id } })
  const [slug, setSlug] = useQueryState('runbook', parseAsString.withOptions({ history: 'replace' }))
  const items = data?.items ?? []
  const shown = items.find(one => one.slug === slug) ?? items[0]
  return (
    <section aria-label="What to do" className={styles.main}>
      <h3 className={styles.heading}>What to do</h3>
      {error ? <Failure what="The runbooks could not be read." error={error} retry={() => void refetch()} /> : null}
      {isPending ? <Skeleton rows={6} /> : null}
      {data && !shown ? (
        <Empty title="No runbook fits">
          <p>
            <Link href="/runbooks">Write one</Link> for this cause or agent, and it appears here.
          </p>
        </Empty>
      ) : null}
      {shown && items.length > 1 ? (
        <Tabs
          label="Runbooks"
          active={shown.slug}
          tabs={items.map(one => ({ id: one.slug, label: <TabLabel runbook={one} /> }))}
          onChange={next => void setSlug(next)}
        >
          <Steps incident={incident} runbook={shown} />
        </Tabs>
      ) : null}
      {shown && items.length === 1 ? <Steps incident={incident} runbook={shown} /> : null}
    </section>
  )
}

function TabLabel({ runbook: { slug, inUse, steps } }: { runbook: IncidentRunbook }) {
  const ended = steps.filter(({ state }) => state === 'done' || state === 'skipped').length
  return (
    <>
      <VisibleText text={slug} />
      {inUse ? <span className="hp-muted">{` ${formatCount(ended)}/${formatCount(steps.length)}`}</span> : null}
    </>
  )
}

function Steps({ incident, runbook }: { incident: IncidentItem; runbook: IncidentRunbook }) {
  const { slug, title, about, steps, inUse } = runbook
  return (
    <div className={styles.runbook}>
      <header>
        <h4>
          <VisibleText text={title} />
        </h4>
        {about ? <MarkdownText text={about} /> : null}
        {inUse ? null : (
          <p className="hp-muted">
            <Link href={`/runbooks?runbook=${encodeURIComponent(slug)}`}>Change this runbook</Link> before the first
            step: after that, this incident keeps the version it has.
          </p>
        )}
      </header>
      <ol className={styles.steps}>
        {steps.map(step => (
          <RunbookStep key={step.n} incident={incident} runbook={slug} step={step} />
        ))}
      </ol>
    </div>
  )
}
