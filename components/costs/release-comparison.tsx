'use client'

import { NativeSelect } from '@mantine/core'
import { parseAsString, useQueryStates } from 'nuqs'
import { ComparisonTable } from '#components/kit/comparison-table.tsx'
import type { Measure } from '#lib/domain/metrics/measures.ts'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCompact, formatCount } from '#lib/shared/numbers.ts'
import { relative } from './breakdown-rows.ts'
import styles from './costs.module.css'
import type { CostScope } from './use-cost-scope.ts'

const measures = [
  'totalCostPerRequest',
  'costPerRunP50',
  'costPerRunP95',
  'tokensPerRunP50',
  'tokensPerRunP95',
  'stepsPerRunP50',
  'requests',
  'totalCost',
  'unpricedSpans',
] as const satisfies Measure[]

const labels: Record<(typeof measures)[number], string> = {
  totalCostPerRequest: 'cost per request',
  costPerRunP50: 'cost per run, median',
  costPerRunP95: 'cost per run, p95',
  tokensPerRunP50: 'tokens per run, median',
  tokensPerRunP95: 'tokens per run, p95',
  stepsPerRunP50: 'steps per run, median',
  requests: 'requests',
  totalCost: 'cost',
  unpricedSpans: 'calls without a price',
}
const money = new Set<Measure>(['totalCostPerRequest', 'costPerRunP50', 'costPerRunP95', 'totalCost'])
const tokens = new Set<Measure>(['tokensPerRunP50', 'tokensPerRunP95'])

/** Two releases of the chosen agent, by the same measures over the time range of the page. */
export function ReleaseComparison({ scope }: { scope: CostScope }) {
  const { by, pick, range, pickedFilter } = scope
  const [chosen, setChosen] = useQueryStates({ base: parseAsString, against: parseAsString }, { history: 'push' })
  const enabled = by === 'agent' && pick !== null
  const { data } = useMetrics(
    { measures: [...measures], by: ['release'], filter: pickedFilter, bucket: 'none', range },
    { enabled },
  )
  const rows = (data?.rows ?? []).filter(([release]) => release !== null)
  if (!enabled || rows.length < 2) return null
  const names = rows.map(([release]) => String(release))
  const known = (name: string | null, instead: string | undefined) =>
    name !== null && names.includes(name) ? name : (instead ?? '')
  const first = known(chosen.base, names.at(-2))
  const second = known(chosen.against, names.at(-1))
  const of = (name: string) => rows.find(([release]) => release === name)?.slice(1) ?? []
  return (
    <div className={styles.releases}>
      <ComparisonTable
        title={`Two releases compared: ${pick}`}
        note="over the time range of this page"
        subjects={[
          {
            id: 'base',
            name: first,
            label: <Pick label="First release" names={names} value={first} onPick={base => void setChosen({ base })} />,
          },
          {
            id: 'against',
            name: second,
            label: (
              <Pick
                label="Second release"
                names={names}
                value={second}
                onPick={against => void setChosen({ against })}
              />
            ),
          },
        ]}
        measures={measures.map((measure, i) => ({
          id: measure,
          label: labels[measure],
          values: [
            { text: shown(measure, of(first)[i]) },
            { text: shown(measure, of(second)[i]), change: changed(of(first)[i], of(second)[i]) },
          ],
        }))}
      />
    </div>
  )
}

interface PickProps {
  label: string
  names: readonly string[]
  value: string
  onPick: (name: string) => void
}

const Pick = ({ label, names, value, onPick }: PickProps) => (
  <NativeSelect
    size="xs"
    aria-label={label}
    data={[...names]}
    value={value}
    onChange={event => onPick(event.currentTarget.value)}
  />
)

type Cell = string | number | null | undefined

function shown(measure: Measure, value: Cell): string {
  if (money.has(measure)) return formatUsd(value === null || value === undefined ? null : String(value))
  const number = value === null || value === undefined ? null : Number(value)
  return tokens.has(measure) ? formatCompact(number) : formatCount(number)
}

/** The difference in words, without a verdict: the two may have run at different times and under different load. */
function changed(first: Cell, second: Cell) {
  if (first === null || first === undefined || second === null || second === undefined) return null
  return {
    text: relative(Number(first), Number(second)),
    verdict: 'neutral' as const,
    title: 'No verdict: the two may not have run at the same time.',
  }
}
