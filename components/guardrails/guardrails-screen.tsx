'use client'

import dynamic from 'next/dynamic'
import { parseAsString, useQueryState } from 'nuqs'
import { Skeleton } from '#components/kit/blocks.tsx'
import { NewByName } from '#components/kit/config/new-by-name.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { FilterPin } from '#components/kit/filter-pin.tsx'
import page from '#components/kit/page.module.css'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { EnvironmentSwitch } from '#components/shell/environment-switch.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { listGuardrailEventsContract } from '#lib/domain/guardrails/contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { eventColumns, guardrailColumns, rateColumns } from './parts/columns.tsx'
import { TryIt } from './parts/try-it.tsx'
import { type EventRow, useGuardrails } from './parts/use-guardrails.ts'

const GuardrailEntry = dynamic(() => import('./parts/guardrail-entry.tsx').then(module => module.GuardrailEntry), {
  ssr: false,
  loading: () => <Skeleton rows={6} />,
})

/** What is looked at, how often something was found and by whom, the events themselves, and a place to try a text. */
export function GuardrailsScreen({ fields }: { fields: readonly FormField[] }) {
  const { rows, list, rates } = useGuardrails()
  const [slug, setSlug] = useQueryState('guardrail', parseAsString.withOptions({ history: 'push' }))
  const denial = denialForRole('guardrails.manage', useShell().user.role)
  return (
    <PageFrame title="Guardrails" tools={<EnvironmentSwitch />}>
      <div className={page.page}>
        {slug && rows ? (
          <GuardrailEntry
            key={slug}
            slug={slug}
            fields={fields}
            guardrail={rows.find(row => row.slug === slug) ?? null}
            denial={denial}
            onClose={() => void setSlug(null)}
          />
        ) : null}
        <SectionTable
          title="Guardrails"
          tools={
            <NewByName kind="guardrail" example="no-secrets" denial={denial} onName={name => void setSlug(name)} />
          }
          note="answers of the last 24 h"
          columns={guardrailColumns}
          rows={rows}
          rowId={row => row.slug}
          hrefOf={row => `/guardrails?guardrail=${encodeURIComponent(row.slug)}`}
          openId={slug}
          sortKey="sort"
          failure={
            list.error ? (
              <Failure what="The guardrails could not be read." error={list.error} retry={() => void list.refetch()} />
            ) : null
          }
          empty="No guardrail yet. A guardrail checks the input of an agent, its output, or the arguments of a tool."
        />
        <SectionTable
          title="By agent and release"
          note="last 24 h, including reported answers"
          columns={rateColumns}
          rows={rates.data?.items}
          rowId={row => JSON.stringify([row.name, row.stage, row.agent, row.release])}
          hrefOf={row => `/guardrails?name=${encodeURIComponent(row.name)}#events`}
          sortKey="rates"
          failure={
            rates.error ? (
              <Failure what="The rates could not be read." error={rates.error} retry={() => void rates.refetch()} />
            ) : null
          }
          empty="No guardrail has answered in the last 24 h."
        />
        <Events />
        <TryIt />
      </div>
    </PageFrame>
  )
}

const eventHref = ({ traceId, spanId, name }: EventRow) =>
  traceId === null
    ? `/guardrails?name=${encodeURIComponent(name)}`
    : `/traces/${traceId}${spanId === null ? '' : `?span=${spanId}`}`

/** The newest answers that were not passed. */
function Events() {
  const [name, setName] = useQueryState('name', parseAsString.withOptions({ history: 'push' }))
  const { data, error, refetch } = useContract(listGuardrailEventsContract, {
    query: { limit: 50, ...(name ? { name } : {}) },
  })
  return (
    <SectionTable
      title="Events"
      note={data?.nextCursor ? 'the newest 50' : undefined}
      tools={name ? <FilterPin name="guardrail" value={name} onRemove={() => void setName(null)} /> : null}
      columns={eventColumns}
      rows={data?.items}
      rowId={row => row.id}
      hrefOf={eventHref}
      sortKey="events"
      failure={
        error ? <Failure what="The events could not be read." error={error} retry={() => void refetch()} /> : null
      }
      empty="Nothing was found."
    />
  )
}
