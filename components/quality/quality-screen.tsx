'use client'

import { Empty } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { FilterPin } from '#components/kit/filter-pin.tsx'
import page from '#components/kit/page.module.css'
import { TimeRangePicker } from '#components/kit/time-range-picker.tsx'
import { EnvironmentSwitch } from '#components/shell/environment-switch.tsx'
import { PagesFrame } from '#components/shell/pages-frame.tsx'
import { qualityPages } from '#components/shell/quality-pages.ts'
import { useMetrics } from '#lib/domain/metrics/use-metrics.ts'
import { FailedCalls } from './failed-calls.tsx'
import styles from './quality.module.css'
import { QualityFigures } from './quality-figures.tsx'
import { ScoreDetail } from './score-detail.tsx'
import { sameKey, scoredFigures, scoreRows } from './score-rows.ts'
import { ScoreTable } from './score-table.tsx'
import { ToolTable } from './tool-table.tsx'
import { qualityFilters, useQuality } from './use-quality.ts'

/** How good the answers are: every score by name, source and type, one of them closely, and the tools. */
export function QualityScreen() {
  const quality = useQuality()
  const { range, setRange, filter, chosen } = quality
  const result = useMetrics({
    measures: [...scoredFigures],
    by: ['scoreName', 'scoreSource', 'scoreType'],
    filter,
    bucket: 'none',
    range,
  })
  const rows = scoreRows(result.data)
  const shown = chosen ? (rows?.find(row => sameKey(row, chosen)) ?? null) : (rows?.[0] ?? null)
  const tools = (
    <>
      <EnvironmentSwitch />
      <TimeRangePicker range={range} onChange={setRange} />
    </>
  )
  const failure = result.error ? (
    <Failure what="The scores could not be read." error={result.error} retry={() => void result.refetch()} />
  ) : null
  return (
    <PagesFrame title="Quality" pages={qualityPages} tools={tools}>
      <div className={page.page}>
        {qualityFilters.some(name => filter[name]) ? (
          <search className={styles.pins}>
            {qualityFilters.map(name =>
              filter[name] ? (
                <FilterPin key={name} name={name} value={filter[name]} onRemove={() => quality.remove(name)} />
              ) : null,
            )}
          </search>
        ) : null}
        <QualityFigures rows={rows} quality={quality} />
        <ScoreTable rows={rows} shown={shown} failure={failure} empty={<NoScores />} quality={quality} />
        {shown ? <ScoreDetail row={shown} quality={quality} /> : null}
        {chosen && rows && !shown ? (
          <p className={styles.gone}>{`No score “${chosen.name}” of source ${chosen.source} in this range.`}</p>
        ) : null}
        <ToolTable quality={quality} />
        {quality.failed === undefined ? null : <FailedCalls tool={quality.failed} quality={quality} />}
      </div>
    </PagesFrame>
  )
}

const NoScores = () => (
  <Empty title="No scores in this range">
    <p>
      Send them with <code>POST /api/v1/scores</code> or with spans, let people give them in the review queue, or choose
      a longer range.
    </p>
  </Empty>
)
