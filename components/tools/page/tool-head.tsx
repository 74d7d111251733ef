'use client'

import type { ReactNode } from 'react'
import { Tag } from '#components/kit/blocks.tsx'
import { EntityHead } from '#components/kit/entity-head.tsx'
import { Figure, Figures } from '#components/kit/figures.tsx'
import styles from '#components/kit/registered.module.css'
import { RegisteredAbout } from '#components/kit/registered-about.tsx'
import { Status } from '#components/kit/status.tsx'
import { riskStatuses } from '#lib/domain/approvals/statuses.ts'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import type { ToolDetail } from '#lib/domain/tools/schemas.ts'
import { registryStatuses } from '#lib/domain/tools/statuses.ts'
import { formatCount, formatPercent, plural } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { callFilter, type ToolScope, tracesOf } from './scope.ts'

interface Props {
  tool: ToolDetail
  scope: ToolScope
  actions: ReactNode
}

/** What the tool is, and its calls in the range. */
export function ToolHead({ tool, scope, actions }: Props) {
  const { seen, category, effectiveCategory, effectiveRisk } = tool
  const status = tool.registered ? 'registered' : tool.revision > 0 ? 'archived' : 'seen'
  return (
    <div className={styles.head}>
      <EntityHead
        name={tool.slug}
        facts={
          <>
            <Status of={registryStatuses} value={status} />
            <Tag>
              {category ?? <span title="Guessed from its name; set it in its entry">{effectiveCategory}?</span>}
            </Tag>
            {effectiveRisk ? <Status of={riskStatuses} value={effectiveRisk} label={`${effectiveRisk} risk`} /> : null}
          </>
        }
        description={
          <RegisteredAbout
            of={tool}
            more={seen && ` · used by ${plural(seen.agents.length, 'agent')}`}
            unseen="no trace has a call of it yet"
          />
        }
        actions={actions}
      >
        <ToolFigures scope={scope} />
      </EntityHead>
    </div>
  )
}

function ToolFigures({ scope }: { scope: ToolScope }) {
  const { data } = useMetrics({
    measures: ['spans', 'errors', 'latencyP50', 'latencyP95'],
    filter: callFilter(scope),
    bucket: 'none',
    range: scope.range,
  })
  const [calls = 0, failed = 0, p50 = null, p95 = null] = (data?.rows[0] ?? []) as [
    number?,
    number?,
    (number | null)?,
    (number | null)?,
  ]
  const shown = (text: string) => (data ? text : undefined)
  return (
    <Figures label="In this range">
      <Figure label="calls" value={shown(formatCount(calls))} href={tracesOf(scope)} />
      <Figure
        label="success"
        value={shown(formatPercent(calls > 0 ? 1 - failed / calls : null))}
        note={shown(`${formatCount(failed)} failed`)}
      />
      <Figure label="latency p95" value={shown(formatDuration(p95))} note={shown(`p50 ${formatDuration(p50)}`)} />
    </Figures>
  )
}
