'use client'

import Link from 'next/link'
import { Empty } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listUsesContract } from '#lib/domain/prompts/contract.ts'
import { comparisonStatuses } from '#lib/domain/prompts/statuses.ts'
import type { Answer } from '#lib/shared/contract.ts'

type Uses = Answer<typeof listUsesContract>
type Release = Uses['releases'][number]
type Run = Uses['evalRuns'][number]

const releaseId = ({ slug }: Release) => slug
const servesText = ({ serves }: Release) =>
  serves.map(({ environment, share }) => `${environment} ${Math.round(share * 100)} %`).join(', ')

const releaseColumns: Column<Release>[] = [
  {
    ...{ id: 'release', header: 'release', leads: true },
    sort: row => row.slug,
    cell: row => <VisibleText text={row.slug} />,
  },
  {
    id: 'agent',
    header: 'agent',
    priority: 'low',
    sort: row => row.agent,
    cell: row => <VisibleText text={row.agent} />,
  },
  {
    ...{ id: 'serves', header: 'serves in', width: 220 },
    sort: servesText,
    cell: row => <VisibleText text={servesText(row) || '–'} />,
  },
  {
    ...{ id: 'at', header: 'registered', width: 110, priority: 'lowest' },
    sort: row => row.registeredAt,
    cell: row => <When at={row.registeredAt} />,
  },
]

const runId = ({ id }: Run) => id
const runColumns: Column<Run>[] = [
  {
    ...{ id: 'verdict', header: 'verdict', width: 140, leads: true },
    sort: row => row.verdict,
    cell: row => (row.verdict === null ? 'reporting' : <Status of={comparisonStatuses} value={row.verdict} />),
  },
  { id: 'suite', header: 'suite', sort: row => row.suite, cell: row => <VisibleText text={row.suite} /> },
  {
    ...{ id: 'average', header: 'average', number: true, width: 90 },
    sort: row => row.average,
    cell: row => row.average?.toFixed(2) ?? '–',
  },
  {
    ...{ id: 'why', header: 'made with it', width: 200, priority: 'low' },
    sort: row => row.release,
    cell: row =>
      row.because === 'release' && row.release !== null ? (
        <>
          in{' '}
          <Link href={`/releases/${encodeURIComponent(row.release)}`}>
            <VisibleText text={row.release} />
          </Link>
        </>
      ) : (
        'as reported by the run'
      ),
  },
  {
    ...{ id: 'at', header: 'started', width: 110, priority: 'lowest' },
    sort: row => row.startedAt,
    cell: row => <When at={row.startedAt} />,
  },
]

/** Where a version is used: releases, where these serve, and eval runs. */
export function VersionUses({ name, version }: { name: string; version: number }) {
  const { data, error } = useContract(listUsesContract, { params: { name, version } })
  if (error) return <Failure what={`Where version ${version} is used could not be read.`} error={error} />
  return (
    <>
      <SectionTable
        title={`Releases with version ${version}`}
        columns={releaseColumns}
        rows={data?.releases}
        rowId={releaseId}
        hrefOf={({ slug }) => `/releases/${encodeURIComponent(slug)}`}
        sortKey="releases"
        expected={1}
        empty={<Empty title="No release names it" />}
      />
      <SectionTable
        title={`Eval runs with version ${version}`}
        note="newest first"
        columns={runColumns}
        rows={data?.evalRuns}
        rowId={runId}
        hrefOf={({ id }) => `/evals/${encodeURIComponent(id)}`}
        sortKey="evals"
        expected={1}
        empty={<Empty title="No eval run was made with it" />}
      />
    </>
  )
}
