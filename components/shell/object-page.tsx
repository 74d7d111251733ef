'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { PageFrame } from './page-frame.tsx'

interface Props<T> {
  /** "incident" */
  one: string
  list: { href: string; label: string }
  name: string
  query: UseQueryResult<T>
  /** More words where there is none. */
  missing?: ReactNode
  children: (object: T) => ReactNode
}

/** The page of one thing that happened or was registered: its place, and what stands there while it is read, fails or is not there. */
export function ObjectPage<T>({ one, list, name, query, missing, children }: Props<T>) {
  const { data, error, isPending, refetch } = query
  const title = (
    <>
      <Link href={list.href}>{list.label}</Link> <span className="hp-muted">/</span> <VisibleText text={name} />
    </>
  )
  const nothing = (
    <Empty title={`No such ${one}`}>
      {missing}
      <Link href={list.href}>All {list.label.toLowerCase()}</Link>
    </Empty>
  )
  return (
    <PageFrame title={title}>
      <div className={page.page}>
        {error ? (
          <Failure
            what={`This ${one} could not be read.`}
            error={error}
            retry={() => void refetch()}
            missing={nothing}
          />
        ) : null}
        {isPending ? <Skeleton rows={12} /> : null}
        {data === undefined ? null : children(data)}
      </div>
    </PageFrame>
  )
}
