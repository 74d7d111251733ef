'use client'

import { Button } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsBoolean, useQueryState } from 'nuqs'
import type { ReactNode } from 'react'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { isProblem } from '#lib/shared/problem.ts'
import { PageFrame } from './page-frame.tsx'

interface Editing {
  /** The button that opens the form. */
  edit: ReactNode
  /** Whether the form is open, of one that there is or is to be. */
  editing: boolean
  close: () => void
}

interface Props {
  /** "alert rule" */
  one: string
  list: { href: string; label: string }
  slug: string
  query: Pick<UseQueryResult, 'data' | 'error' | 'isPending' | 'refetch'>
  /** It was read and is not deleted. */
  holds: boolean
  /** On the button that opens the form, of one that there is. */
  change?: string
  /** Why this person may not change it, or null. */
  denial: string | null
  children: (editing: Editing) => ReactNode
}

/** The page of one thing that was configured here: its name, and what stands there while it is read, fails or is not there. */
export function EntryFrame({ one, list, slug, query, holds, change = 'Edit', denial, children }: Props) {
  const { data, error, isPending, refetch } = query
  const [asked, setAsked] = useQueryState('edit', parseAsBoolean.withDefault(false))
  const missing = isProblem(error) && error.fields.status === 404
  // A later reading that fails takes nothing away: what was read stays, a form too.
  const known = !isPending && (missing || data !== undefined)
  const edit = (
    <Button
      variant="default"
      disabled={denial !== null || asked}
      title={denial ?? undefined}
      onClick={() => void setAsked(true)}
    >
      {holds ? change : 'Set it up'}
    </Button>
  )
  const title = (
    <>
      <Link href={list.href}>{list.label}</Link> <span className="hp-muted">/</span> <VisibleText text={slug} />
    </>
  )
  return (
    <PageFrame title={title}>
      <div className={page.page}>
        {error && !missing ? (
          <Failure what={`This ${one} could not be read.`} error={error} retry={() => void refetch()} />
        ) : null}
        {isPending ? <Skeleton rows={12} /> : null}
        {known && !holds && !asked ? (
          <Empty title={`No such ${one}`}>
            <p>
              Nobody has set <VisibleText text={slug} />, or it was deleted.
            </p>
            <div>{edit}</div>
          </Empty>
        ) : null}
        {children({ edit, editing: asked && known, close: () => void setAsked(null) })}
      </div>
    </PageFrame>
  )
}
