'use client'

import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { parseAsBoolean, useQueryState } from 'nuqs'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { refusalForRole } from '#lib/domain/list.ts'
import { listSlosContract, sloCourseContract } from '#lib/domain/slos/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { isProblem } from '#lib/shared/problem.ts'
import { Burning } from './page/burning.tsx'
import { CourseCharts } from './page/course-charts.tsx'
import { SloHead } from './page/slo-head.tsx'
import { StatusChanges } from './page/status-changes.tsx'

const SloEntry = dynamic(() => import('./page/slo-entry.tsx').then(module => module.SloEntry), {
  ssr: false,
  loading: () => <Skeleton rows={6} />,
})

interface Props {
  slug: string
  fields: readonly FormField[]
}

/** One service level: what is left of its budget, how that went, and what happens when it is spent. */
export function SloPage({ slug, fields }: Props) {
  const course = useContract(sloCourseContract, { params: { slug } }, { refetchInterval: 30_000 })
  const [editing, setEditing] = useQueryState('edit', parseAsBoolean.withDefault(false))
  const queries = useQueryClient()
  const refusal = refusalForRole('slos.manage', useShell().user.role)
  const missing = isProblem(course.error) && course.error.fields.status === 404
  const close = async () => {
    // What was saved is read before the form goes.
    await queries.invalidateQueries({ queryKey: [sloCourseContract.id] })
    await queries.invalidateQueries({ queryKey: [listSlosContract.id] })
    await setEditing(null)
  }
  const { data } = course
  const edit = (
    <Button
      variant="default"
      disabled={refusal !== null || editing}
      title={refusal ?? undefined}
      onClick={() => void setEditing(true)}
    >
      {data ? 'Edit' : 'Set it up'}
    </Button>
  )
  const title = (
    <>
      <Link href="/slos">Service levels</Link> <span className="hp-muted">/</span> <VisibleText text={slug} />
    </>
  )
  return (
    <PageFrame title={title}>
      <div className={page.page}>
        {course.error && !missing ? (
          <Failure
            what="This service level could not be read."
            error={course.error}
            retry={() => void course.refetch()}
          />
        ) : null}
        {course.isPending ? <Skeleton rows={12} /> : null}
        {missing && !editing ? (
          <Empty title="No such service level">
            <p>
              Nobody has set <VisibleText text={slug} />, or it was deleted.
            </p>
            {edit}
          </Empty>
        ) : null}
        {data ? <SloHead item={data.item} actions={edit} /> : null}
        {editing && (data || missing) ? (
          <SloEntry slug={slug} fields={fields} missing={missing} onClose={() => void close()} />
        ) : null}
        {data && !missing ? (
          <>
            <CourseCharts course={data} />
            <Burning item={data.item} />
            <StatusChanges course={data} />
          </>
        ) : null}
      </div>
    </PageFrame>
  )
}
