'use client'

import type { ReactNode } from 'react'
import { Tag } from '#components/kit/blocks.tsx'
import { EntityHead } from '#components/kit/entity-head.tsx'
import { Figure, Figures } from '#components/kit/figures.tsx'
import styles from '#components/kit/registered.module.css'
import { RegisteredAbout } from '#components/kit/registered-about.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { AgentDetail } from '#lib/domain/agents/schemas.ts'
import { registryStatuses } from '#lib/domain/agents/statuses.ts'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCompact, formatCount, formatPercent, plural } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import { Environments } from '../list/agent-columns.tsx'
import { registryStatus } from '../registry-status.ts'
import { type AgentScope, filterOf, tracesOf } from './scope.ts'

interface Props {
  agent: AgentDetail
  scope: AgentScope
  actions: ReactNode
}

/** What it is, and its figures of the range. */
export function AgentHead({ agent, scope, actions }: Props) {
  const { seen } = agent
  const frameworks = seen?.frameworks.length ? seen.frameworks : agent.framework ? [agent.framework] : []
  return (
    <div className={styles.head}>
      <EntityHead
        name={agent.slug}
        facts={
          <>
            <Status of={registryStatuses} value={registryStatus(agent)} />
            {frameworks.map(name => (
              <Tag key={name}>
                <VisibleText text={name} />
              </Tag>
            ))}
            <Environments names={seen?.environments.length ? seen.environments : agent.environments} />
          </>
        }
        description={
          <RegisteredAbout
            of={agent}
            more={seen && seen.releases > 0 ? ` · ${plural(seen.releases, 'release')}` : null}
            unseen="no trace names it yet"
          />
        }
        actions={actions}
      >
        <AgentFigures scope={scope} score={agent.qualityScore} />
      </EntityHead>
    </div>
  )
}

type Row = [number, number | null, number, number | null, number | null, string | null, string | null]

function AgentFigures({ scope, score }: { scope: AgentScope; score: AgentDetail['qualityScore'] }) {
  const filter = filterOf(scope)
  const { data } = useMetrics({
    measures: [
      'requests',
      'errorRate',
      'requestErrors',
      'requestLatencyP50',
      'requestLatencyP95',
      'cost',
      'costPerRequest',
    ],
    filter,
    bucket: 'none',
    range: scope.range,
  })
  const [requests, rate, failed, p50, p95, cost, each] = (data?.rows[0] as Row | undefined) ?? nothing
  const shown = (text: string) => (data ? text : undefined)
  return (
    <Figures label="In this range">
      <Figure label="requests" value={shown(formatCount(requests))} href={tracesOf(scope)} />
      <Figure
        label="errors"
        value={shown(formatPercent(rate))}
        note={shown(`${formatCount(failed)} failed`)}
        href={tracesOf(scope, { status: 'error' })}
      />
      <Figure label="latency p95" value={shown(formatDuration(p95))} note={shown(`p50 ${formatDuration(p50)}`)} />
      <Figure label="cost per request" value={shown(formatUsd(each))} note={shown(`${formatUsd(cost)} in all`)} />
      <Quality scope={scope} score={score} />
    </Figures>
  )
}

const nothing: Row = [0, null, 0, null, null, null, null]

/** The score that stands for its quality; where none is named, the numeric or boolean one of a source that is given most. */
function Quality({ scope, score }: { scope: AgentScope; score: AgentDetail['qualityScore'] }) {
  const ofSource = score === null || score.source !== null
  const asked = {
    filter: {
      ...filterOf(scope),
      ...(score ? { scoreName: score.name, ...(score.source ? { scoreSource: score.source } : {}) } : {}),
    },
    bucket: 'none' as const,
    range: scope.range,
  }
  const { data } = useMetrics({
    ...asked,
    measures: ['scores', 'scoreMean'],
    by: ['scoreName', 'scoreType', ...(ofSource ? (['scoreSource'] as const) : [])],
    filter: { ...asked.filter, scoreType: ['numeric', 'boolean'] },
  })
  // Each name alone: a trace may have scores of several.
  const traces = useMetrics({
    ...asked,
    measures: ['scoredTraces', 'tracesBegun'],
    by: ['scoreName', ...(ofSource ? (['scoreSource'] as const) : [])],
  })
  const most = data?.rows.toSorted((a, b) => Number(b.at(-2)) - Number(a.at(-2)))[0]
  const [name, type, source] = most ?? [score?.name, null, score?.source ?? null]
  const [count, mean] = (most?.slice(-2) ?? [0, null]) as [number, number | null]
  const counted = traces.data?.rows.find(row => row[0] === name && (!ofSource || row[1] === source))
  const [scored, begun] = (counted?.slice(-2) ?? [0, 0]) as [number, number]
  const text = type === 'boolean' ? formatPercent(mean) : formatCompact(mean)
  return (
    <Figure
      label="quality"
      value={data ? text : undefined}
      note={
        name
          ? `${name}, ${plural(count, 'score')}${begun > 0 ? ` on ${formatCount(scored)} of ${formatCount(begun)} traces` : ''}`
          : 'not scored'
      }
      href={name ? `/quality?agent=${encodeURIComponent(scope.agent)}` : undefined}
    />
  )
}
