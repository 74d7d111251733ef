'use client'

import { parseAsInteger, useQueryState } from 'nuqs'
import { Empty } from '#components/kit/blocks.tsx'
import { LineDiff } from '#components/kit/diff/line-diff.tsx'
import { Failure } from '#components/kit/failure.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listSuiteVersionsContract, suiteChangesContract } from '#lib/domain/evals/history/contract.ts'
import type { Answer } from '#lib/shared/contract.ts'
import { plural } from '#lib/shared/numbers.ts'
import { suitePageHref } from '../columns.tsx'
import styles from '../evals.module.css'

type Version = Answer<typeof listSuiteVersionsContract>['items'][number]
type Changes = Answer<typeof suiteChangesContract>

const rowId = ({ version }: Version) => String(version)
const columns: Column<Version>[] = [
  {
    ...{ id: 'version', header: 'version', width: 100, leads: true },
    sort: row => row.version,
    cell: row => `v${row.version}`,
  },
  { id: 'by', header: 'by', sort: row => row.createdBy, cell: row => <VisibleText text={row.createdBy} /> },
  { id: 'at', header: 'made', width: 120, sort: row => row.createdAt, cell: row => <When at={row.createdAt} /> },
]

/** The versions, newest first, and what the opened one changed. */
export function SuiteVersions({ slug }: { slug: string }) {
  const [chosen] = useQueryState('version', parseAsInteger)
  const { data, error, refetch } = useContract(listSuiteVersionsContract, { params: { slug }, query: { limit: 50 } })
  const open = chosen ?? data?.items[0]?.version ?? null
  return (
    <>
      <SectionTable
        title="Versions"
        note="newest first; each result names its version"
        columns={columns}
        rows={data?.items}
        rowId={rowId}
        hrefOf={({ version }) => `${suitePageHref({ slug })}?version=${version}`}
        openId={open === null ? null : String(open)}
        sortKey="versions"
        failure={
          error ? <Failure what="The versions could not be read." error={error} retry={() => void refetch()} /> : null
        }
        empty={<Empty title="No version yet" />}
      />
      {open === null ? null : <VersionChanges slug={slug} version={open} />}
    </>
  )
}

function VersionChanges({ slug, version }: { slug: string; version: number }) {
  const { data, error } = useContract(suiteChangesContract, { params: { slug, version } }, { keepPrevious: true })
  if (error) return <Failure what="What this version changed could not be read." error={error} />
  if (!data) return null
  return (
    <section className={styles.changes} aria-label={`What version ${version} changed`}>
      <h3>
        Version {data.version} {data.before === null ? 'is the first' : `against version ${data.before}`}{' '}
        <span className="hp-muted">{summaryOf(data)}</span>
      </h3>
      {data.rules.map(({ field, before, after }) => (
        <Change key={field} title={field} before={before} after={after} />
      ))}
      {data.changed.map(({ before, after }) => (
        <Change key={after.id} title={after.id} before={before} after={after} />
      ))}
      {data.before === null
        ? null
        : data.removed.map(each => <Change key={each.id} title={each.id} before={each} after={null} />)}
      {data.before === null
        ? null
        : data.added.map(each => <Change key={each.id} title={each.id} before={null} after={each} />)}
    </section>
  )
}

function summaryOf({ before, counts: { scenarios, added, removed, changed }, rules }: Changes): string {
  if (before === null) return plural(scenarios, 'scenario')
  const parts = [
    rules.length > 0 ? `${plural(rules.length, 'setting')} changed` : '',
    added > 0 ? `${plural(added, 'scenario')} added` : '',
    removed > 0 ? `${plural(removed, 'scenario')} removed` : '',
    changed > 0 ? `${plural(changed, 'scenario')} changed` : '',
  ].filter(Boolean)
  return parts.join(' · ') || 'nothing differs'
}

const textOf = (value: unknown) => (value === null ? '' : JSON.stringify(value, null, 2))

function Change({ title, before, after }: { title: string; before: unknown; after: unknown }) {
  return (
    <div className={styles.change}>
      <h4>
        <VisibleText text={title} />
        {before === null ? <span className="hp-muted"> added</span> : null}
        {after === null ? <span className="hp-muted"> removed</span> : null}
      </h4>
      <LineDiff before={textOf(before)} after={textOf(after)} />
    </div>
  )
}
