'use client'

import { useMemo } from 'react'
import { Chart } from '#components/kit/chart/chart.tsx'
import { prepare } from '#components/kit/chart/prepare.ts'
import { tracesHref } from '#lib/client/links.ts'
import { useNow } from '#lib/client/use-now.ts'
import { type Metrics, useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import type { RolloutItem } from '#lib/domain/rollouts/schemas.ts'
import { rolloutStatuses } from '#lib/domain/rollouts/statuses.ts'
import { type Bucket, bucketMs } from '#lib/shared/bucket.ts'
import { bucketFor } from '#lib/shared/time-range.ts'
import { shareText } from './words.ts'

const minuteMs = 60_000
const widths: Record<Bucket, string> = {
  ...{ minute: '1 min', '5minutes': '5 min', hour: '1 h', '6hours': '6 h', day: '1 day', none: '1 min' },
}

/** What a request of each release cost while users were served by both. Nothing before the first phase, nor of prompts: costs are not summed by their versions. */
export function ArmsChart({ rollout }: { rollout: RolloutItem }) {
  const now = useNow('half-minute')
  const began = rollout.phases[0]?.startedAt
  // Whole minutes: a range that moved with every tick would be read anew with every tick.
  const until = rollout.endedAt ? Date.parse(rollout.endedAt) : Math.ceil(now / minuteMs) * minuteMs
  if (rollout.prompt || !began || until <= Date.parse(began)) return null
  return <Drawn rollout={rollout} from={Date.parse(began)} to={until} />
}

function Drawn({ rollout, from, to }: { rollout: RolloutItem; from: number; to: number }) {
  const { agent, environment, baseline, candidate } = rollout
  const bucket = bucketFor(to - from)
  const result = useMetrics({
    measures: ['costPerRequest'],
    by: ['release'],
    filter: { agent, environment, release: [baseline, candidate] },
    bucket,
    range: { kind: 'custom', from: new Date(from), to: new Date(to) },
  })
  const chart = useMemo(
    () => (result.data ? chartOf(result.data, rollout, bucketMs[bucket]) : undefined),
    [result.data, rollout, bucket],
  )
  return (
    <Chart
      title="Cost per request"
      note={`mean of ${widths[bucket]}, both releases`}
      kind="lines"
      chart={chart}
      error={result.error}
      retry={() => void result.refetch()}
      hrefOf={(start, end) =>
        tracesHref({ kind: 'custom', from: new Date(start), to: new Date(end) }, { agent, environment })
      }
      syncId="rollout"
      height={148}
    />
  )
}

function chartOf(answer: Metrics, rollout: RolloutItem, width: number) {
  const to = Date.parse(answer.to)
  return prepare({
    ...{ unit: 'usd', empty: null, additive: false, bucketMs: width, markers: markersOf(rollout) },
    ...{ from: Date.parse(answer.from), to, now: answer.complete ? to : Math.min(answer.askedAt, to - 1) },
    names: [rollout.baseline, rollout.candidate],
    rows: answer.rows.map(([at, release, cost]) => ({
      ...{ at: Date.parse(String(at)), series: String(release) },
      value: cost === null || cost === undefined ? null : Number(cost),
    })),
  })
}

/** Where each phase began, and the end. */
function markersOf({ phases, endedAt, state }: RolloutItem) {
  const begun = phases.flatMap(({ startedAt, weightBps }) =>
    startedAt === null ? [] : [{ at: Date.parse(startedAt), label: shareText(weightBps) }],
  )
  return endedAt === null ? begun : [...begun, { at: Date.parse(endedAt), label: rolloutStatuses[state].label }]
}
