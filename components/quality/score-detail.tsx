'use client'

import { VisibleText } from '#components/kit/visible-text.tsx'
import { GroupTable } from './group-table.tsx'
import styles from './quality.module.css'
import type { ScoreRow } from './score-rows.ts'
import { ScoreSpread } from './score-spread.tsx'
import { ScoreTrend } from './score-trend.tsx'
import type { useQuality } from './use-quality.ts'

interface Props {
  row: ScoreRow
  quality: ReturnType<typeof useQuality>
}

/** One score closely: how it went, how it is spread, and whose it is. */
export function ScoreDetail({ row, quality }: Props) {
  return (
    <section className={styles.detail} aria-label={`Score ${row.name}`}>
      <h2>
        <VisibleText text={row.name} />{' '}
        <span className={styles.by}>{`by ${sourceWords[row.source] ?? row.source}`}</span>
      </h2>
      <div className={styles.charts}>
        <ScoreTrend row={row} quality={quality} />
        <ScoreSpread row={row} quality={quality} />
      </div>
      <GroupTable row={row} quality={quality} />
    </section>
  )
}

const sourceWords: Record<string, string> = { human: 'people', code: 'code', judge: 'a judge' }
