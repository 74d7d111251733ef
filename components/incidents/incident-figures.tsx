'use client'

import { Figure, Figures } from '#components/kit/figures.tsx'
import type { IncidentItem } from '#lib/domain/incidents/schemas.ts'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount, formatPercent } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'

const hourMs = 3_600_000
type Row = [number, number | null, number | null, string | null, string | null]
const nothing: Row = [0, null, null, null, null]

/** What the agent did since the incident opened, compared with the same length of time before. */
export function IncidentFigures({ incident }: { incident: IncidentItem }) {
  const { agent, environment, openedAt, resolvedAt } = incident
  const opened = Date.parse(openedAt)
  // Rollups have whole minutes. One minute more, so that what opened the incident is included.
  const from = new Date(Math.floor(opened / 60_000 - 5) * 60_000)
  const end = resolvedAt === null ? null : Math.max(Date.parse(resolvedAt), opened + 60_000)
  const range: TimeRange =
    end === null
      ? { kind: 'custom', from, to: new Date(roundUp(Date.now())) }
      : { kind: 'custom', from, to: new Date(end) }
  const filter = { ...(agent ? { agent } : {}), ...(environment ? { environment } : {}) }
  const asked = {
    measures: [
      'requests' as const,
      'errorRate' as const,
      'requestLatencyP95' as const,
      'cost' as const,
      'costPerRequest' as const,
    ],
    ...{ filter, bucket: 'none' as const, range },
  }
  const during = useMetrics(asked).data
  const before = useMetrics({ ...asked, before: true }).data
  const now = (during?.rows[0] as Row | undefined) ?? nothing
  const was = (before?.rows[0] as Row | undefined) ?? nothing
  const figure = (label: string, read: (row: Row) => string, href?: string) => (
    <Figure
      label={label}
      value={during ? read(now) : undefined}
      note={before ? `before ${read(was)}` : undefined}
      {...(href ? { href } : {})}
    />
  )
  return (
    <Figures label="Since it opened">
      {figure('requests', row => formatCount(row[0]), tracesOf(incident, range))}
      {figure('errors', row => formatPercent(row[1]), tracesOf(incident, range, 'error'))}
      {figure('latency p95', row => formatDuration(row[2]))}
      {figure('cost', row => formatUsd(row[3]))}
      {figure('cost per request', row => formatUsd(row[4]))}
    </Figures>
  )
}

/** The question stays the same for some minutes, so that it is not asked again with every tick. */
const roundUp = (ms: number) => Math.ceil(ms / (hourMs / 12)) * (hourMs / 12)

function tracesOf({ agent, environment }: IncidentItem, range: TimeRange, status?: string): string {
  if (range.kind !== 'custom') return '/traces'
  const search = new URLSearchParams({
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    ...(agent ? { agent } : {}),
    ...(environment ? { environment } : {}),
    ...(status ? { status } : {}),
  })
  return `/traces?${search}`
}
