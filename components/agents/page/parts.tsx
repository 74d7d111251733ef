'use client'

import { useMemo } from 'react'
import { Failure } from '#components/kit/failure.tsx'
import { callColumns, callsColumn, p95Column } from '#components/kit/table/call-columns.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { pageHref } from '#lib/client/links.ts'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCompact } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { type AgentScope, filterOf, tracesOf } from './scope.ts'

interface ToolRow {
  name: string
  calls: number
  failed: number
  p50: number | null
  p95: number | null
}
const nameOf = ({ name }: { name: string }) => name

const toolColumns: Column<ToolRow>[] = [
  { id: 'tool', header: 'tool', leads: true, sort: nameOf, cell: row => <VisibleText text={row.name} /> },
  ...callColumns<ToolRow>(),
]

/** The tools that it called. */
export function ToolTable({ scope }: { scope: AgentScope }) {
  const result = useMetrics({
    measures: ['spans', 'errors', 'latencyP50', 'latencyP95'],
    by: ['tool'],
    filter: { ...filterOf(scope), kind: 'tool' },
    bucket: 'none',
    range: scope.range,
  })
  const rows = useMemo(
    () =>
      result.data?.rows
        .flatMap(([name, calls, failed, p50, p95]): ToolRow[] =>
          name === null
            ? []
            : [{ name: String(name), calls: Number(calls), failed: Number(failed), p50: ms(p50), p95: ms(p95) }],
        )
        .sort((a, b) => b.calls - a.calls),
    [result.data],
  )
  return (
    <SectionTable
      title="Tools"
      columns={toolColumns}
      rows={rows}
      rowId={nameOf}
      hrefOf={row => pageHref('/tools', row.name) ?? tracesOf(scope, { tool: row.name })}
      sortKey="tools"
      failure={
        result.error ? (
          <Failure what="The tools could not be read." error={result.error} retry={() => void result.refetch()} />
        ) : null
      }
      empty="It called no tool in this range."
    />
  )
}

interface ModelRow {
  name: string
  provider: string | null
  calls: number
  failed: number
  tokens: number
  cost: string | null
  p95: number | null
  /** Until the first token, median; null where no call tells it. */
  firstToken: number | null
}

const modelColumns: Column<ModelRow>[] = [
  {
    id: 'model',
    header: 'model',
    leads: true,
    sort: nameOf,
    cell: row => (
      <span title={row.provider ?? undefined}>
        <VisibleText text={row.name} />
      </span>
    ),
  },
  callsColumn(),
  {
    id: 'tokens',
    header: 'tokens',
    number: true,
    width: 76,
    priority: 'lowest',
    sort: row => row.tokens,
    cell: row => formatCompact(row.tokens),
  },
  p95Column(),
  {
    id: 'firstToken',
    header: 'first token',
    number: true,
    width: 88,
    priority: 'low',
    sort: row => row.firstToken,
    csv: row => row.firstToken,
    cell: row => (
      <span title="Median until the first token, of streamed answers">{formatDuration(row.firstToken)}</span>
    ),
  },
  {
    id: 'cost',
    header: 'cost',
    number: true,
    width: 88,
    sort: row => (row.cost === null ? null : Number(row.cost)),
    cell: row => formatUsd(row.cost),
  },
]

/** The models that answered it. */
export function ModelTable({ scope }: { scope: AgentScope }) {
  const result = useMetrics({
    measures: ['spans', 'errors', 'inputTokens', 'outputTokens', 'cost', 'latencyP95', 'timeToFirstTokenP50'],
    by: ['model', 'provider'],
    filter: { ...filterOf(scope), kind: 'llm' },
    bucket: 'none',
    range: scope.range,
  })
  const rows = useMemo(
    () =>
      result.data?.rows
        .flatMap(([name, provider, calls, failed, input, output, cost, p95, firstToken]): ModelRow[] =>
          name === null
            ? []
            : [
                {
                  ...{ name: String(name), provider: provider === null ? null : String(provider) },
                  ...{ calls: Number(calls), failed: Number(failed), tokens: Number(input) + Number(output) },
                  ...{ cost: typeof cost === 'string' ? cost : null, p95: ms(p95), firstToken: ms(firstToken) },
                },
              ],
        )
        .sort((a, b) => b.calls - a.calls),
    [result.data],
  )
  return (
    <SectionTable
      title="Models"
      columns={modelColumns}
      rows={rows}
      rowId={row => `${row.provider} ${row.name}`}
      hrefOf={row => tracesOf(scope, { model: row.name })}
      sortKey="models"
      failure={
        result.error ? (
          <Failure what="The models could not be read." error={result.error} retry={() => void result.refetch()} />
        ) : null
      }
      empty="No model answered it in this range."
    />
  )
}

const ms = (value: string | number | null | undefined) => (typeof value === 'number' ? value : null)
