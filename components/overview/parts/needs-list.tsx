'use client'

import Link from 'next/link'
import { EnvironmentTag } from '#components/kit/environment-tag.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { Countdown, When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listNeedsContract } from '#lib/domain/needs/contract.ts'
import type { Need, NeedsLeft } from '#lib/shared/need.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import styles from '../overview.module.css'
import { needsOf } from '../reads.ts'

/** What needs a person now, from whatever part of the product; the list knows none of them. */
export function NeedsList({ environment }: { environment: string | null }) {
  const needs = useContract(listNeedsContract, needsOf(environment), { keepPrevious: true, refetchInterval: 60_000 })
  const { items, left, failed } = needs.data ?? { items: [], left: [], failed: [] }
  return (
    <section aria-labelledby="needs" className={styles.part}>
      <h2 id="needs">Needs a person now</h2>
      {needs.error ? (
        <Failure what="What needs a person could not be read." error={needs.error} retry={() => void needs.refetch()} />
      ) : null}
      {needs.isPending ? <div className={styles.still} aria-hidden /> : null}
      {needs.data && items.length + failed.length === 0 ? (
        <p className={styles.calm}>Nothing is waiting for anybody{environment ? ` in ${environment}` : ''}.</p>
      ) : null}
      <ul className={styles.needs}>
        {items.map(need => (
          <NeedRow key={`${need.href}`} need={need} showEnvironment={environment === null} />
        ))}
        {left.map(each => (
          <LeftRow key={each.source} left={each} environment={environment} />
        ))}
      </ul>
      {failed.length > 0 ? <p className={styles.calm}>Could not be read: {failed.join(', ')}.</p> : null}
    </section>
  )
}

function NeedRow({ need, showEnvironment }: { need: Need; showEnvironment: boolean }) {
  const { tone, shape, state } = need
  return (
    <li className={styles.need}>
      <span className={styles.needTitle}>
        <Status of={{ it: { tone, shape, label: state } }} value="it" iconOnly label={state} />
        <strong>
          <VisibleText text={need.title} />
        </strong>
      </span>
      <span className={styles.needWords}>
        {need.words.map(({ text, code }, at) =>
          code ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence, in order
            <code key={at}>
              <VisibleText text={text} />
            </code>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence, in order
            <VisibleText key={at} text={text} />
          ),
        )}
      </span>
      <span className={styles.needPlace}>
        <span className={styles.needState}>{state}</span>
        {need.environment && showEnvironment ? <EnvironmentTag name={need.environment} /> : null}
      </span>
      <span className={styles.needTime}>
        {need.until ? (
          <>
            <Countdown until={need.until} /> left
          </>
        ) : (
          <When at={need.since} />
        )}
      </span>
      <Link
        href={need.href}
        prefetch={false}
        className={styles.decide}
        data-first={need.action === 'Decide' || undefined}
      >
        {need.action}
      </Link>
    </li>
  )
}

function LeftRow({ left, environment }: { left: NeedsLeft; environment: string | null }) {
  const { count, noun, oldest, nextUntil, href } = left
  return (
    <li className={styles.need}>
      <span className={styles.needTitle}>
        <Status of={{ it: { tone: 'waiting', shape: 'hourglass', label: 'waiting' } }} value="it" iconOnly />
        <strong>
          {formatCount(count)} more {noun}
        </strong>
      </span>
      <span className={styles.needWords}>
        {oldest ? (
          <>
            oldest <When at={oldest} />
          </>
        ) : null}
        {nextUntil ? (
          <>
            , next expires in <Countdown until={nextUntil} />
          </>
        ) : null}
      </span>
      <span className={styles.needPlace} />
      <span className={styles.needTime} />
      <Link
        href={environment ? `${href}?environment=${encodeURIComponent(environment)}` : href}
        prefetch={false}
        className={styles.decide}
      >
        Open
      </Link>
    </li>
  )
}
