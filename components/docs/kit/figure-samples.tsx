'use client'

import { ChangeText } from '#components/kit/change-text.tsx'
import { ComparisonTable } from '#components/kit/comparison-table.tsx'
import { EntityHead } from '#components/kit/entity-head.tsx'
import { Figure, Figures } from '#components/kit/figures.tsx'
import { Sparkline } from '#components/kit/sparkline.tsx'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { Timeline } from '#components/kit/timeline.tsx'
import { approvalStatuses } from '#lib/domain/approvals/statuses.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import { Sample } from './sample.tsx'
import { now, sampleAgents } from './samples.ts'

type Agent = (typeof sampleAgents)[number]

const columns: Column<Agent>[] = [
  { id: 'agent', header: 'agent', cell: row => row.name, sort: row => row.name, leads: true },
  { id: 'course', header: 'requests', cell: row => <Sparkline values={row.course} label="Requests by hour" /> },
  { id: 'requests', header: 'count', cell: row => formatCount(row.requests), sort: row => row.requests, number: true },
  {
    id: 'cost',
    header: 'cost per request',
    cell: row => formatUsd(row.cost),
    sort: row => (row.cost === null ? null : Number(row.cost)),
    number: true,
  },
]

export function FigureSamples() {
  return (
    <Sample name="Figures">
      <EntityHead name="support-triage" description="Sorts what customers write.">
        <Figures label="Last 24 hours">
          <Figure label="requests" value="18,204" note={<ChangeText text="+2 %" verdict="neutral" />} />
          <Figure label="cost" value="$711.78" note={<ChangeText text="+38 %" verdict="worse" />} />
          <Figure label="quality" value="0.87" note={<ChangeText text="+0.04" verdict="better" />} />
          <Figure label="p95" value={undefined} />
        </Figures>
      </EntityHead>
      <SectionTable
        title="Agents"
        note="worst first"
        columns={columns}
        rows={sampleAgents}
        rowId={row => row.name}
        hrefOf={row => `/traces?agent=${row.name}`}
        sortKey="agents"
        empty="No agent has sent anything in this range."
      />
      <ComparisonTable
        title="Releases"
        subjects={[
          { id: 'a', name: '2026.11.4' },
          { id: 'b', name: '2026.11.5' },
        ]}
        measures={[
          {
            id: 'cost',
            label: 'cost per request',
            values: [{ text: '$0.0283' }, { text: '$0.0391', change: { text: '+38 %', verdict: 'worse' } }],
          },
          { id: 'quality', label: 'quality', values: [{ text: '0.87' }, { text: null }] },
        ]}
      />
      <Timeline
        label="What happened"
        events={[
          {
            id: '1',
            at: now,
            mark: <Status of={approvalStatuses} value="approved" />,
            title: 'delete_resource',
            detail: 'by ada',
          },
        ]}
      />
    </Sample>
  )
}
