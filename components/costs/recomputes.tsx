'use client'

import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Failure } from '#components/kit/failure.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { useRequestForm } from '#components/kit/use-request-form.ts'
import { When } from '#components/kit/when.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { beginRecomputeContract, listRecomputesContract, stopRecomputeContract } from '#lib/domain/traces/contract.ts'
import type { Answer } from '#lib/shared/contract.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import styles from './costs.module.css'

type Recompute = Answer<typeof listRecomputesContract>['items'][number]

/** How often its progress is read while one runs. */
const everyMs = 2_000

/** Recomputes of stored traces with present prices: start, watch, stop, start again. */
export function Recomputes() {
  const queries = useQueryClient()
  const denial = denialForRole('traces.recompute', useShell().user.role)
  const list = useContract(listRecomputesContract, {}, { keepPrevious: true })
  const running = list.data?.items.some(({ state }) => state === 'running') ?? false
  useContract(listRecomputesContract, {}, { enabled: running, ...(running ? { refetchInterval: everyMs } : {}) })
  const again = () => void queries.invalidateQueries({ queryKey: [listRecomputesContract.id] })
  return (
    <SectionTable
      title="Recompute"
      note="stored traces at current prices"
      tools={denial ? <span className="hp-muted">{denial}</span> : <Begin onDone={again} />}
      columns={
        denial
          ? columns
          : [...columns, { id: 'do', header: '', width: 110, cell: row => <Stop row={row} onDone={again} /> }]
      }
      rows={list.data?.items}
      rowId={rowId}
      sortKey="recomputes"
      empty="Nothing was recomputed yet. A price that is set for the past counts for stored calls once their days are recomputed."
      failure={
        list.error ? (
          <Failure what="The recomputes could not be read." error={list.error} retry={() => void list.refetch()} />
        ) : undefined
      }
      expected={1}
    />
  )
}

const rowId = (row: Recompute) => row.id
const words = { running: 'running', stopped: 'stopped', finished: 'finished' }
const share = ({ traces, tracesTotal }: Recompute) =>
  tracesTotal === 0 ? '' : `, ${Math.min(100, Math.floor((traces / tracesTotal) * 100))} %`
const stateText = (row: Recompute) => `${words[row.state]}${row.state === 'finished' ? '' : share(row)}`

const columns: Column<Recompute>[] = [
  { id: 'range', header: 'days', csv: row => `${row.from} – ${row.to}`, cell: row => `${row.from} – ${row.to}` },
  {
    id: 'state',
    header: 'state',
    width: 130,
    csv: stateText,
    cell: row => (
      <span className={styles.progress}>
        {stateText(row)}
        {row.state === 'running' ? (
          <progress max={Math.max(row.tracesTotal, 1)} value={row.traces} aria-label="Traces done" />
        ) : null}
      </span>
    ),
  },
  {
    id: 'changed',
    header: 'traces changed',
    number: true,
    width: 150,
    csv: row => row.tracesChanged,
    cell: row => `${formatCount(row.tracesChanged)} of ${formatCount(row.traces)}`,
  },
  {
    id: 'cost',
    header: 'cost before → after',
    number: true,
    width: 180,
    priority: 'low',
    csv: row => row.after.cost,
    cell: row => `${formatUsd(row.before.cost)} → ${formatUsd(row.after.cost)}`,
  },
  {
    id: 'begun',
    header: 'begun',
    width: 170,
    priority: 'lowest',
    csv: row => row.startedAt,
    cell: row => <When at={row.startedAt} form="absolute" />,
  },
]

function Stop({ row, onDone }: { row: Recompute; onDone: () => void }) {
  const stop = useMutation({
    mutationFn: () => call(stopRecomputeContract, { params: { id: row.id } }),
    onSuccess: onDone,
  })
  const goOn = useMutation({
    mutationFn: () => call(beginRecomputeContract, { body: { from: row.from, to: row.to } }),
    onSuccess: onDone,
  })
  const [send, word] = row.state === 'running' ? [stop, 'Stop'] : [goOn, row.state === 'stopped' ? 'Resume' : 'Repeat']
  return (
    <Button
      size="compact-xs"
      variant="default"
      loading={send.isPending}
      aria-label={`${word}: ${row.from} – ${row.to}`}
      onClick={() => send.mutate()}
    >
      {word}
    </Button>
  )
}

const day = /^\d{4}-\d\d-\d\d$/

function Begin({ onDone }: { onDone: () => void }) {
  const { form, submit, busy, problem } = useRequestForm({
    initialValues: { from: '', to: '' },
    validate: ({ from, to }) => ({
      ...(day.test(from) ? {} : { from: 'A day is needed.' }),
      ...(day.test(to) ? {} : { to: 'A day is needed.' }),
    }),
    request: body => call(beginRecomputeContract, { body }),
    onDone: (_, { reset }) => {
      reset()
      onDone()
    },
  })
  return (
    <form className={styles.begin} noValidate onSubmit={submit} aria-label="Recompute a range">
      <TextInput type="date" size="xs" aria-label="From, UTC" {...form.getInputProps('from')} />
      <TextInput type="date" size="xs" aria-label="To, UTC" {...form.getInputProps('to')} />
      <Button type="submit" size="xs" variant="default" loading={busy}>
        Recompute
      </Button>
      {problem ? <Failure what="It was not started." error={problem} /> : null}
    </form>
  )
}
