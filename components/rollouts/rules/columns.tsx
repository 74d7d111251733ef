import { Tag } from '#components/kit/blocks.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { TwoLines } from '#components/kit/table/two-lines.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import type { freezeConfig, strategyConfig } from '#lib/domain/rollouts/contract.ts'
import { isFrozen } from '#lib/domain/rollouts/rules.ts'
import type { Answer } from '#lib/shared/contract.ts'
import { secondsText, shareText } from '../words.ts'

export type StrategyRow = Answer<typeof strategyConfig.list>['items'][number]
export type FreezeRow = Answer<typeof freezeConfig.list>['items'][number]

const percent = (value: number) => `${Math.round(value * 1_000) / 10} %`

function gatesText({ gates: { maximumErrorRate, qualityMargin, costIncrease } }: StrategyRow): string {
  const parts = [
    maximumErrorRate === null ? null : `errors under ${percent(maximumErrorRate)}`,
    qualityMargin === null ? null : `quality − ${qualityMargin}`,
    costIncrease === null ? null : `cost + ${percent(costIncrease)}`,
  ].filter(part => part !== null)
  return parts.length === 0 ? 'safety only' : parts.join(', ')
}

const changed = <Row extends { updatedAt: string }>(): Column<Row> => ({
  ...{ id: 'changed', header: 'changed', width: 110, priority: 'low' },
  sort: row => row.updatedAt,
  cell: row => <When at={row.updatedAt} />,
})

export const strategyColumns: Column<StrategyRow>[] = [
  {
    ...{ id: 'slug', header: 'strategy', leads: true, width: 220, sort: row => row.slug },
    cell: row => <TwoLines name={row.slug} note={row.description ?? ''} />,
  },
  {
    ...{ id: 'phases', header: 'phases' },
    cell: ({ phases, shadow }) => (
      <TwoLines
        name={`${shadow ? 'shadow → ' : ''}${phases.map(({ weightBps }) => shareText(weightBps)).join(' → ')}`}
        note={phases
          .map(({ seconds, approval }) => `${secondsText(seconds)}${approval ? ' and a person' : ''}`)
          .join(' · ')}
      />
    ),
  },
  { ...{ id: 'gates', header: 'gates', width: 300, priority: 'low' }, cell: row => gatesText(row) },
  {
    ...{ id: 'channels', header: 'tells', width: 140, priority: 'lowest' },
    cell: ({ channels }) => <VisibleText text={channels.join(', ') || '–'} />,
  },
  changed(),
]

function timesText({ windows, timeZone, from, until }: FreezeRow): string {
  const day = (at: string) => at.slice(0, 16).replace('T', ' ')
  const span = [from ? `from ${day(from)}` : null, until ? `until ${day(until)}` : null].filter(Boolean).join(' ')
  const each = windows.map(({ days, from: begin, to }) => `${days.join(', ') || 'every day'} ${begin}–${to}`)
  return (
    [each.length > 0 ? `${each.join('; ')} ${timeZone}` : null, span || null].filter(Boolean).join(', ') || 'always'
  )
}

/** Whether a freeze applies now to what it names, in any environment. */
const holds = (row: FreezeRow, now: number) =>
  isFrozen(row, { agent: row.agent ?? '', environment: row.environment ?? '' }, now)

/** `now` is 0 until the browser has a clock. */
export const freezeColumns = (now: number): Column<FreezeRow>[] => [
  {
    ...{ id: 'slug', header: 'freeze', leads: true, width: 260, sort: row => row.slug },
    cell: row => <TwoLines name={row.slug} note={row.reason} />,
  },
  {
    ...{ id: 'scope', header: 'covers', width: 220 },
    cell: ({ agent, environment }) => (
      <VisibleText text={`${agent ?? 'every agent'} in ${environment ?? 'every environment'}`} />
    ),
  },
  { ...{ id: 'times', header: 'when' }, cell: row => <VisibleText text={timesText(row)} /> },
  {
    ...{ id: 'now', header: 'now', width: 110 },
    cell: row => (now === 0 ? null : holds(row, now) ? <Tag>frozen</Tag> : 'not active'),
  },
  changed(),
]
