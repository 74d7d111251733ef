'use client'

import { useMemo } from 'react'
import { Chart } from '#components/kit/chart/chart.tsx'
import { prepare } from '#components/kit/chart/prepare.ts'
import { tracesHref } from '#lib/client/links.ts'
import { useContract } from '#lib/client/use-contract.ts'
import { useNow } from '#lib/client/use-now.ts'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { promptRequestsContract } from '#lib/domain/prompts/contract.ts'
import type { RolloutItem } from '#lib/domain/rollouts/schemas.ts'
import { rolloutStatuses } from '#lib/domain/rollouts/statuses.ts'
import { type Bucket, bucketMs } from '#lib/shared/bucket.ts'
import { bucketFor } from '#lib/shared/time-range.ts'
import { shareText, sidesOf } from './words.ts'

const minuteMs = 60_000
const widths: Record<Bucket, string> = {
  ...{ minute: '1 min', '5minutes': '5 min', hour: '1 h', '6hours': '6 h', day: '1 day', none: '1 min' },
}

/** What a request of each side cost while users got both. Shows nothing before the first phase. */
export function ArmsChart({ rollout }: { rollout: RolloutItem }) {
  const now = useNow('half-minute')
  const began = rollout.phases[0]?.startedAt
  // Whole minutes: a range that moved with every tick would be read again with every tick.
  const until = rollout.endedAt ? Date.parse(rollout.endedAt) : Math.ceil(now / minuteMs) * minuteMs
  if (!began || until <= Date.parse(began)) return null
  const asked = { rollout, from: Date.parse(began), to: until }
  return rollout.prompt ? <OfVersions {...asked} prompt={rollout.prompt} /> : <OfReleases {...asked} />
}

interface Asked {
  rollout: RolloutItem
  from: number
  to: number
}

/** Means by bucket, and when they were read. */
interface Costs {
  from: number
  to: number
  /** The bucket that contains this time is not complete. */
  now: number
  rows: { at: number; series: string; value: number | null }[]
}

interface Read {
  costs: Costs | undefined
  error: Error | null
  retry: () => void
}

function OfReleases({ rollout, from, to }: Asked) {
  const { agent, environment, baseline, candidate } = rollout
  const { data, error, refetch } = useMetrics({
    measures: ['costPerRequest'],
    by: ['release'],
    filter: { agent, environment, release: [baseline, candidate] },
    bucket: bucketFor(to - from),
    range: { kind: 'custom', from: new Date(from), to: new Date(to) },
  })
  const costs = useMemo(
    () =>
      data && {
        ...spanOf(data, data.askedAt),
        rows: data.rows.map(([at, release, cost]) => ({
          ...{ at: Date.parse(String(at)), series: String(release), value: numberOf(cost) },
        })),
      },
    [data],
  )
  return <Drawn rollout={rollout} from={from} to={to} read={{ costs, error, retry: () => void refetch() }} />
}

function OfVersions({ rollout, from, to, prompt }: Asked & { prompt: NonNullable<RolloutItem['prompt']> }) {
  const { environment } = rollout
  const iso = (ms: number) => new Date(ms).toISOString()
  const query = { from: iso(from), to: iso(to), environment, bucket: bucketFor(to - from) as Exclude<Bucket, 'none'> }
  const { data, error, refetch, dataUpdatedAt } = useContract(
    promptRequestsContract,
    { params: { name: prompt.name }, query },
    { keepPrevious: true },
  )
  const costs = useMemo(
    () =>
      data && {
        ...spanOf(data, dataUpdatedAt),
        rows: data.items
          .filter(({ version }) => [prompt.baseline, prompt.candidate].includes(Number(version)))
          .map(({ at, version, meanCostUsd }) => ({
            ...{ at: Date.parse(at), series: `v${version}`, value: numberOf(meanCostUsd) },
          })),
      },
    [data, dataUpdatedAt, prompt],
  )
  return <Drawn rollout={rollout} from={from} to={to} read={{ costs, error, retry: () => void refetch() }} />
}

const numberOf = (value: unknown) => (value === null || value === undefined ? null : Number(value))

function spanOf(answer: { from: string; to: string; complete: boolean }, askedAt: number): Omit<Costs, 'rows'> {
  const to = Date.parse(answer.to)
  return { from: Date.parse(answer.from), to, now: answer.complete ? to : Math.min(askedAt, to - 1) }
}

function Drawn({ rollout, from, to, read }: Asked & { read: Read }) {
  const { agent, environment, prompt } = rollout
  const { costs, error, retry } = read
  const bucket = bucketFor(to - from)
  const chart = useMemo(() => {
    const { baseline, candidate } = sidesOf(rollout)
    return (
      costs &&
      prepare({
        ...{ unit: 'usd', empty: null, additive: false, bucketMs: bucketMs[bucket], markers: markersOf(rollout) },
        ...{ ...costs, names: [baseline.text, candidate.text] },
      })
    )
  }, [costs, rollout, bucket])
  return (
    <Chart
      title="Cost per request"
      note={`mean of ${widths[bucket]}, both ${prompt ? 'versions' : 'releases'}`}
      kind="lines"
      chart={chart}
      error={error}
      retry={retry}
      hrefOf={(start, end) =>
        tracesHref(
          { kind: 'custom', from: new Date(start), to: new Date(end) },
          prompt ? { environment, prompt: prompt.name } : { agent, environment },
        )
      }
      syncId="rollout"
      height={148}
    />
  )
}

/** Where each phase began, and the end. */
function markersOf({ phases, endedAt, state }: RolloutItem) {
  const begun = phases.flatMap(({ startedAt, weightBps }) =>
    startedAt === null ? [] : [{ at: Date.parse(startedAt), label: shareText(weightBps) }],
  )
  return endedAt === null ? begun : [...begun, { at: Date.parse(endedAt), label: rolloutStatuses[state].label }]
}
