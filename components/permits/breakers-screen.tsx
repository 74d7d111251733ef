'use client'

import { Button } from '@mantine/core'
import dynamic from 'next/dynamic'
import { type ReactNode, useState } from 'react'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { NewByName } from '#components/kit/config/new-by-name.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { EnvironmentSwitch } from '#components/shell/environment-switch.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { denialForRole } from '#lib/domain/list.ts'
import type { FormField } from '#lib/shared/config/form-fields.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import { breakerColumns } from './breakers/breaker-columns.tsx'
import { BreakerDetail } from './breakers/breaker-detail.tsx'
import styles from './breakers/breakers.module.css'
import { useBreakerParams } from './breakers/use-breaker-params.ts'
import { breakerId, useBreakers } from './breakers/use-breakers.ts'

const BreakerEntry = dynamic(() => import('./breakers/breaker-entry.tsx').then(module => module.BreakerEntry), {
  ssr: false,
  loading: () => <Skeleton rows={8} />,
})

/** How many closed ones are shown before somebody asks for the rest. */
const quietShown = 12

/** The state of every breaker, and one breaker with what it did and why. */
export function BreakersScreen({ fields, stop }: { fields: readonly FormField[]; stop: ReactNode }) {
  const { rows, list } = useBreakers()
  const { slug, editing, hrefOf, open } = useBreakerParams()
  const [all, setAll] = useState(false)
  const denial = denialForRole('breakers.manage', useShell().user.role)
  const busy = rows?.filter(({ state }) => state !== 'closed').length ?? 0
  const shown = all ? rows : rows?.slice(0, busy + quietShown)
  const hidden = (rows?.length ?? 0) - (shown?.length ?? 0)
  const selected = slug ?? rows?.[0]?.slug ?? null
  return (
    <PageFrame title="Breakers" tools={<EnvironmentSwitch />}>
      <div className={page.page}>
        <SectionTable
          title="All breakers"
          note={rows ? `${formatCount(rows.length)} · those that block steps first` : undefined}
          tools={
            <>
              {stop}
              <NewByName kind="breaker" example="refunds-api" denial={denial} onName={name => open(name, true)} />
            </>
          }
          columns={breakerColumns}
          rows={shown}
          rowId={breakerId}
          hrefOf={hrefOf}
          openId={selected}
          sortKey="sort"
          failure={
            list.error ? <Failure what="The breakers could not be read." error={list.error} retry={list.retry} /> : null
          }
          empty={<NoBreakers />}
        />
        {hidden > 0 || list.rest === 'loading' ? (
          <div className={styles.more}>
            <Button variant="default" size="compact-sm" onClick={() => (hidden > 0 ? setAll(true) : list.more())}>
              {hidden > 0 ? `${formatCount(hidden)} more, all closed` : 'More breakers'}
            </Button>
          </div>
        ) : null}
        {editing && selected ? (
          <BreakerEntry key={selected} slug={selected} fields={fields} onClose={() => open(selected, false)} />
        ) : null}
        {!editing && selected ? (
          <BreakerDetail key={selected} slug={selected} denial={denial} onEdit={() => open(selected, true)} />
        ) : null}
      </div>
    </PageFrame>
  )
}

const NoBreakers = () => (
  <Empty title="No breaker is in use yet">
    <p>
      Every agent that asks for permits has one of its own: five failures in a row open it for five minutes. It appears
      here with the first <code>POST /api/v1/permits</code>; <a href="/docs/permits">how to ask</a>.
    </p>
  </Empty>
)
