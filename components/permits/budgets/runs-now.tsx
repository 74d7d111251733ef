'use client'

import { useMemo } from 'react'
import { Failure } from '#components/kit/failure.tsx'
import { Meter } from '#components/kit/meter.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { RunBudgetUse } from '#lib/domain/permits/schemas.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import { stepHref } from '../parts/step-href.ts'
import styles from './budgets.module.css'
import type { useBudgets } from './use-budgets.ts'
import { measureWords } from './words.ts'

type Measure = RunBudgetUse['measures'][number]

const taken = ({ used, reserved, limit }: Measure): number =>
  limit === null ? 0 : Number(limit) <= 0 ? 1 : (Number(used) + Number(reserved)) / Number(limit)

/** How close a run is to its nearest limit, from 0. */
const closest = ({ measures }: RunBudgetUse): number => Math.max(0, ...measures.map(taken))

const shownAmount = (measure: Measure['measure'], amount: string) =>
  measure === 'usd' ? formatUsd(amount) : formatCount(Number(amount))

function Use({ measure }: { measure: Measure | undefined }) {
  if (!measure) return '–'
  const { used, reserved, limit, measure: name } = measure
  // Without a limit on cost, few agents report what a step cost. That nothing was reported does not mean that nothing
  // was spent.
  if (name === 'usd' && limit === null && Number(used) === 0) return '–'
  const words = `${shownAmount(name, used)}${limit === null ? '' : ` of ${shownAmount(name, limit)}`}`
  const reservedText = Number(reserved) > 0 ? `, ${shownAmount(name, reserved)} reserved` : ''
  return (
    <span className={styles.use}>
      <span>{words}</span>
      {limit === null ? null : (
        <Meter
          label={`${measureWords[name]}: ${words}${reservedText}`}
          used={Number(used)}
          reserved={Number(reserved)}
          limit={Number(limit)}
        />
      )}
    </span>
  )
}

const column = (name: Measure['measure'], priority?: 'low' | 'lowest', width = 112): Column<RunBudgetUse> => ({
  id: name,
  header: measureWords[name],
  width,
  priority,
  sort: row => taken(row.measures.find(({ measure }) => measure === name) ?? nothing),
  csv: row => row.measures.find(({ measure }) => measure === name)?.used ?? null,
  cell: row => <Use measure={row.measures.find(({ measure }) => measure === name)} />,
})
const nothing: Measure = { measure: 'usd', used: '0', reserved: '0', limit: null }

const stateWords = { working: 'working', waiting: 'waiting for a person', idle: 'idle', ended: 'ended' }

const columns: Column<RunBudgetUse>[] = [
  { id: 'run', header: 'run', leads: true, csv: row => row.runId, cell: row => <Run run={row} /> },
  {
    id: 'state',
    header: 'state',
    width: 130,
    priority: 'lowest',
    sort: row => row.state,
    cell: row => stateWords[row.state],
  },
  column('llmCalls'),
  column('toolCalls', 'low'),
  column('tokens', 'low', 168),
  column('usd'),
  column('seconds', 'lowest', 128),
]

const Run = ({ run: { agent, runId, tool } }: { run: RunBudgetUse }) => (
  <span className={styles.run}>
    <VisibleText text={runId} />{' '}
    <span className="hp-muted">
      <VisibleText text={tool === null ? agent : `${agent}, ${tool}`} />
    </span>
  </span>
)

/** Idle and ended runs come last, because no agent works on them. */
const byUrgency = (a: RunBudgetUse, b: RunBudgetUse) => Number(atRest(a)) - Number(atRest(b)) || closest(b) - closest(a)
const atRest = ({ state }: RunBudgetUse) => state === 'idle' || state === 'ended'

const rowId = ({ agent, runId, tool }: RunBudgetUse) => JSON.stringify([agent, runId, tool])
/** How many runs are shown: those closest to a limit. */
const most = 10

/** Runs that work now or were just stopped. Of those that work, the one closest to a limit comes first. */
export function RunsNow({ use }: { use: ReturnType<typeof useBudgets>['use'] }) {
  const rows = useMemo(() => use.data?.runs.toSorted(byUrgency).slice(0, most), [use.data])
  const left = (use.data?.runs.length ?? 0) - (rows?.length ?? 0)
  return (
    <SectionTable
      title="Runs now"
      note={
        left > 0
          ? `the ${most} closest to a limit, ${formatCount(left)} more`
          : 'working first, the closest to a limit at the top'
      }
      columns={columns}
      rows={rows}
      rowId={rowId}
      hrefOf={row => stepHref({ ...row, spanId: null })}
      sortKey="runs"
      failure={
        use.error ? (
          <Failure what="The runs could not be read." error={use.error} retry={() => void use.refetch()} />
        ) : null
      }
      empty="No run holds a permit now, and none was stopped a short time ago."
    />
  )
}
