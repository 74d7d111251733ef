'use client'

import { Button } from '@mantine/core'
import { parseAsString, useQueryState } from 'nuqs'
import { Code, Empty } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { FilterPin } from '#components/kit/filter-pin.tsx'
import page from '#components/kit/page.module.css'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { PagesFrame } from '#components/shell/pages-frame.tsx'
import { usePages } from '#lib/client/use-pages.ts'
import { listRolloutsContract } from '#lib/domain/rollouts/contract.ts'
import type { RolloutItem } from '#lib/domain/rollouts/schemas.ts'
import { NewRollout } from './new-rollout.tsx'
import { rolloutsPages } from './reads.ts'
import { rolloutColumns } from './rollout-columns.tsx'
import { rolloutPages } from './rollout-pages.ts'

const idOf = ({ id }: RolloutItem) => id
const hrefOf = ({ id }: RolloutItem) => `/rollouts/${encodeURIComponent(id)}`

const first = `curl -X POST "$HOLDPOINT_URL/api/v1/rollouts" \\
  -H "Authorization: Bearer $HOLDPOINT_API_KEY" -H "Content-Type: application/json" \\
  -d '{"agent": "triage", "environment": "production", "candidate": "triage-2026-11-28"}'`

/** The rollouts under way and those that wait for a person, then those that have ended. */
export function RolloutsScreen() {
  const [agent, setAgent] = useQueryState('agent', parseAsString.withOptions({ history: 'push' }))
  return (
    <PagesFrame title="Rollouts" pages={rolloutPages}>
      <div className={page.page}>
        <Rollouts state="active" agent={agent} onAll={() => void setAgent(null)} />
        <Rollouts state="ended" agent={agent} onAll={() => void setAgent(null)} />
      </div>
    </PagesFrame>
  )
}

interface Props {
  state: 'active' | 'ended'
  agent: string | null
  onAll: () => void
}

function Rollouts({ state, agent, onAll }: Props) {
  const pages = usePages(listRolloutsContract, {
    ...rolloutsPages(state, agent),
    idOf,
    keepPrevious: true,
  })
  const isActive = state === 'active'
  return (
    <div>
      <SectionTable
        title={isActive ? 'Under way' : 'Ended'}
        note="newest first"
        tools={
          <>
            {agent === null ? null : <FilterPin name="agent" value={agent} onRemove={onAll} />}
            {isActive ? <NewRollout /> : null}
          </>
        }
        columns={rolloutColumns}
        rows={pages.isPending ? undefined : pages.items}
        rowId={idOf}
        hrefOf={hrefOf}
        sortKey={isActive ? 'sort' : 'sortEnded'}
        failure={
          pages.error ? (
            <Failure what="The rollouts could not be read." error={pages.error} retry={pages.retry} />
          ) : null
        }
        empty={isActive ? <NothingMoves /> : <Empty title="None has ended yet" />}
      />
      {pages.rest === 'loading' ? (
        <Button variant="default" size="compact-sm" loading={pages.isReadingMore} onClick={pages.more}>
          More rollouts
        </Button>
      ) : null}
    </div>
  )
}

const NothingMoves = () => (
  <Empty title="Nothing is rolled out now">
    <p>
      A rollout gives a registered release to 5 %, 25 %, 50 % and then to everybody, each time only if its gates have
      passed, and takes it back when one fails. <a href="/docs/rollouts">How rollouts work</a>.
    </p>
    <Code text={first} label="command" />
  </Empty>
)
