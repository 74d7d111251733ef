'use client'

import dynamic from 'next/dynamic'
import { parseAsString, useQueryState } from 'nuqs'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { NewByName } from '#components/kit/config/new-by-name.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { groupConfig, policyConfig } from '#lib/domain/policies/contract.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { groupColumns, policyColumns } from './parts/columns.tsx'

const loading = () => <Skeleton rows={6} />
const PolicyEntry = dynamic(() => import('./parts/policy-entry.tsx').then(module => module.PolicyEntry), {
  ssr: false,
  loading,
})
const GroupEntry = dynamic(() => import('./parts/group-entry.tsx').then(module => module.GroupEntry), {
  ssr: false,
  loading,
})

const opens = parseAsString.withOptions({ history: 'push' })

/** What is allowed, forbidden or held, and by whose word it goes on. */
export function PoliciesScreen(props: { fields: readonly FormField[]; groupFields: readonly FormField[] }) {
  const policies = useContract(policyConfig.list, { query: { limit: 200 } })
  const groups = useContract(groupConfig.list, { query: { limit: 200 } })
  const [slug, setSlug] = useQueryState('policy', opens)
  const [group, setGroup] = useQueryState('group', opens)
  const denial = denialForRole('policies.manage', useShell().user.role)
  const [rows, groupRows] = [policies.data?.items, groups.data?.items]
  return (
    <PageFrame title="Policies">
      <div className={page.page}>
        {slug && rows ? (
          <PolicyEntry
            key={slug}
            slug={slug}
            fields={props.fields}
            policy={rows.find(row => row.slug === slug) ?? null}
            denial={denial}
            onClose={() => void setSlug(null)}
          />
        ) : null}
        <SectionTable
          title="Policies"
          tools={
            <NewByName kind="policy" example="large-refunds" denial={denial} onName={name => void setSlug(name)} />
          }
          note="deny wins over approval, approval over allow"
          columns={policyColumns}
          rows={rows}
          rowId={row => row.slug}
          hrefOf={row => `/policies?policy=${encodeURIComponent(row.slug)}`}
          openId={slug}
          sortKey="sort"
          failure={
            policies.error ? (
              <Failure
                what="The policies could not be read."
                error={policies.error}
                retry={() => void policies.refetch()}
              />
            ) : null
          }
          empty={
            <Empty title="No policy yet">
              <p>
                Only the rules that come with Holdpoint apply: <code>delete_resource</code>,{' '}
                <code>modify_production</code> and <code>send_notification</code> always wait for a person. Set one with
                New policy, or send it with <code>PUT /api/v1/policies/&#123;name&#125;</code>;{' '}
                <a href="/docs/policies">how policies work</a>.
              </p>
            </Empty>
          }
        />
        {group && groupRows ? (
          <GroupEntry
            key={group}
            slug={group}
            fields={props.groupFields}
            group={groupRows.find(row => row.slug === group) ?? null}
            denial={denial}
            onClose={() => void setGroup(null)}
          />
        ) : null}
        <SectionTable
          title="Groups of approvers"
          tools={<NewByName kind="group" example="security" denial={denial} onName={name => void setGroup(name)} />}
          columns={groupColumns}
          rows={groupRows}
          rowId={row => row.slug}
          hrefOf={row => `/policies?group=${encodeURIComponent(row.slug)}`}
          openId={group}
          sortKey="groups"
          failure={
            groups.error ? (
              <Failure what="The groups could not be read." error={groups.error} retry={() => void groups.refetch()} />
            ) : null
          }
          empty="No group yet. A policy can require the approval of a group, such as security."
        />
      </div>
    </PageFrame>
  )
}
