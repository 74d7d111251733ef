'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import { Note, Skeleton } from '#components/kit/blocks.tsx'
import { EnvironmentTag } from '#components/kit/environment-tag.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { IncidentItem } from '#lib/domain/incidents/schemas.ts'
import { incidentStatuses, severityStatuses } from '#lib/domain/incidents/statuses.ts'
import { IncidentActions } from './incident-actions.tsx'
import styles from './incidents.module.css'
import { useIncidentTimeline } from './use-incident.ts'
import { causeText, sourceLink } from './words.ts'

const MarkdownText = dynamic(() => import('#components/kit/markdown-text.tsx').then(module => module.MarkdownText), {
  ssr: false,
  loading: () => <Skeleton rows={2} />,
})

/** What is wrong, since when, who owns it, and what can be done. */
export function IncidentHead({ incident }: { incident: IncidentItem }) {
  const { title, severity, state, environment, cause } = incident
  return (
    <header className={styles.head}>
      <div className={styles.headWords}>
        <div className={styles.facts}>
          <Status of={incidentStatuses} value={state} />
          <Status of={severityStatuses} value={severity} />
          {environment ? <EnvironmentTag name={environment} /> : null}
          <span className="hp-muted">{causeText(cause)}</span>
          <Parts incident={incident} />
        </div>
        <h2>
          <VisibleText text={title} />
        </h2>
        <p className="hp-muted">
          <Course incident={incident} />
        </p>
      </div>
      <IncidentActions incident={incident} />
      <div className={styles.wide}>
        {incident.summary ? <Summary text={incident.summary} /> : <Why {...incident} />}
      </div>
    </header>
  )
}

/** The pages behind it. */
function Parts({ incident: { agent, tool, source } }: { incident: IncidentItem }) {
  const opener = sourceLink(source)
  return (
    <>
      {agent ? (
        <Link href={`/agents/${encodeURIComponent(agent)}`}>
          <VisibleText text={agent} />
        </Link>
      ) : null}
      {tool ? (
        <Link href={`/tools/${encodeURIComponent(tool)}`}>
          <VisibleText text={tool} />
        </Link>
      ) : null}
      {opener?.href ? (
        <Link href={opener.href}>
          <VisibleText text={opener.text} />
        </Link>
      ) : null}
    </>
  )
}

/** Who or what opened the incident, in words. */
const sourceWords = {
  breaker: 'a breaker',
  budget: 'a budget',
  guardrail: 'a guardrail',
  alert: 'an alert',
  slo: 'a service level',
  rollback: 'a rollback',
} as const

function Course({ incident }: { incident: IncidentItem }) {
  const { openedAt, openedBy, source, owner, acknowledgedAt, resolvedAt, resolvedBy } = incident
  return (
    <>
      opened <When at={openedAt} /> by{' '}
      <VisibleText text={source.kind === 'person' ? openedBy : sourceWords[source.kind]} />
      {owner ? (
        <>
          {' '}
          · worked on by <VisibleText text={owner.label} />
          {acknowledgedAt ? (
            <>
              {' '}
              since <When at={acknowledgedAt} />
            </>
          ) : null}
        </>
      ) : resolvedAt === null ? (
        ' · nobody works on it yet'
      ) : null}
      {resolvedAt ? (
        <>
          {' '}
          · resolved <When at={resolvedAt} /> by <VisibleText text={resolvedBy ?? 'somebody'} />
        </>
      ) : null}
    </>
  )
}

const Summary = ({ text }: { text: string }) => (
  <section aria-label="Summary" className={styles.summary}>
    <MarkdownText text={text} />
  </section>
)

/** What opened it, in a sentence. */
function Why({ id, severity, title }: IncidentItem) {
  const { data } = useIncidentTimeline(id, false)
  const why = data?.items.find(item => item.source === 'incident' && item.state === 'opened')?.detail
  // The words of the person who opened it may be its title already.
  if (!why || why === title) return null
  return (
    <Note tone={severity === 'critical' ? 'critical' : 'warning'}>
      <VisibleText text={why} />
    </Note>
  )
}
