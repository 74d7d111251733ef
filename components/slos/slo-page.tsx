'use client'

import { useQueryClient } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { Skeleton } from '#components/kit/blocks.tsx'
import { EntryFrame } from '#components/shell/entry-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
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

/** One service level: what is left of its budget, its history, and what happens when the budget is spent. */
export function SloPage({ slug, fields }: Props) {
  const course = useContract(sloCourseContract, { params: { slug } }, { refetchInterval: 30_000 })
  const queries = useQueryClient()
  const denial = denialForRole('slos.manage', useShell().user.role)
  const missing = isProblem(course.error) && course.error.fields.status === 404
  const data = missing ? undefined : course.data
  // The saved values are read before the form closes.
  const refresh = () =>
    Promise.all([sloCourseContract, listSlosContract].map(({ id }) => queries.invalidateQueries({ queryKey: [id] })))
  return (
    <EntryFrame
      one="service level"
      list={{ href: '/slos', label: 'Service levels' }}
      slug={slug}
      query={course}
      holds={data !== undefined}
      denial={denial}
    >
      {({ edit, editing, close }) => (
        <>
          {data ? <SloHead item={data.item} actions={edit} /> : null}
          {editing ? (
            <SloEntry slug={slug} fields={fields} missing={missing} onClose={() => void refresh().then(close)} />
          ) : null}
          {data ? (
            <>
              <CourseCharts course={data} />
              <Burning item={data.item} />
              <StatusChanges course={data} />
            </>
          ) : null}
        </>
      )}
    </EntryFrame>
  )
}
