'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import styles from '#components/kit/registered.module.css'
import { TimeRangePicker } from '#components/kit/time-range-picker.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useTimeRange } from '#lib/client/use-time-range.ts'
import { EnvironmentSwitch } from './environment-switch.tsx'
import { PageFrame } from './page-frame.tsx'

interface Props<T> {
  /** The singular of what is listed, for errors: "agent". */
  one: string
  /** The list that it stands in. */
  list: { href: string; label: string }
  slug: string
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'isPending' | 'refetch'>
  /** What traces would have shown of it: "it", "a call of it". */
  shown: string
  children: (data: T) => ReactNode
}

/** The page of one thing that is registered or was seen: its scope, and what stands there while it is read, fails or is not there. */
export function RegisteredPage<T>({ one, list, slug, query, shown, children }: Props<T>) {
  const { data, error, isPending, refetch } = query
  const [range, setRange] = useTimeRange()
  const title = (
    <>
      <Link href={list.href}>{list.label}</Link> <span className="hp-muted">/</span> <VisibleText text={slug} />
    </>
  )
  const tools = (
    <>
      <EnvironmentSwitch />
      <TimeRangePicker range={range} onChange={setRange} />
    </>
  )
  const missing = (
    <Empty title={`No such ${one}`}>
      <p>
        Nobody has registered <VisibleText text={slug} />, and no trace has shown {shown}.{' '}
        <Link href={list.href}>All {list.label.toLowerCase()}</Link>
      </p>
    </Empty>
  )
  return (
    <PageFrame title={title} tools={tools}>
      <div className={styles.page}>
        {error ? (
          <div className={styles.failure}>
            <Failure
              what={`This ${one} could not be read.`}
              error={error}
              retry={() => void refetch()}
              missing={missing}
            />
          </div>
        ) : null}
        {isPending ? <Skeleton rows={14} /> : null}
        {data === undefined ? null : children(data)}
      </div>
    </PageFrame>
  )
}
