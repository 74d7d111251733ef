'use client'

import { useDebouncedValue } from '@mantine/hooks'
import Link from 'next/link'
import { useMemo } from 'react'
import { Failure } from '#components/kit/failure.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { backTestContract } from '#lib/domain/policies/contract.ts'
import type { Answer, Input } from '#lib/shared/contract.ts'
import { plural } from '#lib/shared/numbers.ts'
import styles from './policies.module.css'

type Tested = Answer<typeof backTestContract>
type Body = Input<typeof backTestContract>['body']
const pause = 500
const words = { allow: 'let through', deny: 'forbidden', needs_approval: 'held' } as const

/** What the policy, saved or not, would have answered to the requests of the last 30 days. */
export function BackTest({ slug, draft }: { slug: string; draft: Record<string, unknown> }) {
  const [text] = useDebouncedValue(JSON.stringify(draft), pause)
  const body = useMemo(() => ({ slug, policy: JSON.parse(text), days: 30 }) as Body, [slug, text])
  const { data, error, refetch } = useContract(backTestContract, { body }, { keepPrevious: true })
  return (
    <section className={styles.test} aria-label="Back-test">
      <h4>In the last 30 days</h4>
      {error ? <Failure what="It could not be tried." error={error} retry={() => void refetch()} /> : null}
      {data ? <Found {...data} /> : null}
    </section>
  )
}

function Found(data: Tested) {
  const { considered, matched, changed, allowedThoughRejected, deniedThoughApproved, items } = data
  if (considered === 0) return <p>No request was made in this time: there is no past to try it on.</p>
  const done = [
    ...(data.wouldAllow > 0 ? [`let ${data.wouldAllow} through`] : []),
    ...(data.wouldHold > 0 ? [`held ${data.wouldHold}`] : []),
    ...(data.wouldDeny > 0 ? [`forbidden ${data.wouldDeny}`] : []),
  ]
  return (
    <>
      <p>
        It is about {matched} of {plural(considered, 'request')}
        {done.length > 0 ? `, and would have ${done.join(', ')}. ` : '. '}
        {changed === 0
          ? 'Nothing would have been answered differently.'
          : `${changed} would have been answered differently.`}
      </p>
      {allowedThoughRejected > 0 ? (
        <p className={styles.warn}>It would have let through {allowedThoughRejected} that people rejected.</p>
      ) : null}
      {deniedThoughApproved > 0 ? (
        <p className={styles.warn}>It would have forbidden {deniedThoughApproved} that were let through.</p>
      ) : null}
      <ul className={styles.changed}>
        {items.slice(0, 8).map(item => (
          <li key={item.id}>
            <Link href={`/approvals?id=${encodeURIComponent(item.id)}`}>
              <VisibleText text={item.tool} />
            </Link>{' '}
            of <VisibleText text={item.agent} />: was {words[item.was]}
            {item.decided ? ` (a person: ${item.decided})` : ''}, would be {words[item.would]} · <When at={item.at} />
          </li>
        ))}
      </ul>
    </>
  )
}
