'use client'

import Link from 'next/link'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { EnvironmentTag } from '#components/kit/environment-tag.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { breakerHistoryContract } from '#lib/domain/breakers/contract.ts'
import type { BreakerHistory } from '#lib/domain/breakers/schemas.ts'
import { breakerStatuses } from '#lib/domain/breakers/statuses.ts'
import { DeniedSteps } from '../parts/denied-steps.tsx'
import { BadCalls } from './bad-calls.tsx'
import styles from './breakers.module.css'
import { Happened } from './happened.tsx'
import { Orders } from './orders.tsx'
import { StateBar } from './state-bar.tsx'
import { Story } from './story.tsx'
import { scopeText, settingLines } from './words.ts'

interface Props {
  slug: string
  /** Why this person may not edit it, or null. */
  denial: string | null
  onEdit: () => void
}

/** One breaker: what it does now and why, what opened it, what it blocked, and its settings. */
export function BreakerDetail({ slug, denial, onEdit }: Props) {
  const { data, error, isPending, refetch } = useContract(breakerHistoryContract, { params: { slug } })
  if (error)
    return (
      <div className={styles.inset}>
        <Failure
          what="This breaker could not be read."
          error={error}
          retry={() => void refetch()}
          missing={<Empty title="No such breaker">Nobody has set up a breaker of this name.</Empty>}
        />
      </div>
    )
  if (isPending) return <Skeleton rows={8} />
  return (
    <section className={styles.detail} aria-label={`Breaker ${slug}`}>
      <Head history={data} denial={denial} onEdit={onEdit} />
      <Story history={data} />
      <div className={styles.columns}>
        <div className={styles.main}>
          <StateBar history={data} />
          <BadCalls history={data} />
          <DeniedSteps slug={slug} />
        </div>
        <div className={styles.aside}>
          <Happened history={data} />
          <Settings history={data} />
        </div>
      </div>
    </section>
  )
}

function Head({
  history: { breaker, transitions },
  denial,
  onEdit,
}: Omit<Props, 'slug'> & { history: BreakerHistory }) {
  const { scope, state, since, epoch, incidentId, slug } = breaker
  const opened = transitions.filter(({ to, at }) => to === 'open' && isToday(at)).length
  return (
    <header className={styles.head}>
      <div className={styles.headWords}>
        <p className={styles.facts}>
          <Status of={breakerStatuses} value={state} />
          {since ? (
            <span className="hp-muted">
              since <When at={since} form="absolute" />
            </span>
          ) : null}
          {scope.environment ? <EnvironmentTag name={scope.environment} /> : null}
          <span className="hp-muted">
            {slug} · epoch {epoch}
            {opened > 1 ? ` · opened ${opened} times today` : ''}
          </span>
          {incidentId ? <Link href={`/incidents/${encodeURIComponent(incidentId)}`}>Incident</Link> : null}
        </p>
        <h2>
          <VisibleText text={scopeText(scope)} />
        </h2>
      </div>
      <div className={styles.actions}>
        <Orders breaker={breaker} editDenial={denial} onEdit={onEdit} />
      </div>
    </header>
  )
}

const isToday = (at: string) => at.slice(0, 10) === new Date().toISOString().slice(0, 10)

function Settings({ history: { settings, breaker } }: { history: BreakerHistory }) {
  return (
    <section aria-label="How it is set">
      <h3 className={styles.heading}>How it is set</h3>
      <dl className={styles.settings}>
        {settingLines(settings, breaker.fallback).map(([name, words]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <VisibleText text={words} />
            </dd>
          </div>
        ))}
        <div>
          <dt>set by</dt>
          <dd>{breaker.configured ? 'a person or a key' : 'nobody: every agent has this breaker by default'}</dd>
        </div>
      </dl>
    </section>
  )
}
