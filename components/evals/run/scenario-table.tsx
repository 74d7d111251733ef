import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import type { Column } from '#components/kit/table/columns.ts'
import { SectionTable } from '#components/kit/table/section-table.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { compareRunsContract } from '#lib/domain/evals/verdicts/contract.ts'
import type { Answer as AnswerOf } from '#lib/shared/contract.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { plural } from '#lib/shared/numbers.ts'
import { deltaText, scoreText } from '../columns.tsx'
import styles from '../evals.module.css'

type Answer = AnswerOf<typeof compareRunsContract>
type Item = Answer['items'][number]

interface Props {
  answer: Answer
  flaky: readonly string[]
  open: string | null
}

const rowId = ({ scenario }: Item) => scenario

/** Scenarios, those that got worst first. The colour of each criterion shows how far it moved from the first run. */
export function ScenarioTable({ answer, flaky, open }: Props) {
  const columns = useMemo(() => columnsOf(answer.criteria, new Set(flaky)), [answer.criteria, flaky])
  const search = useSearchParams()
  const hrefOf = ({ scenario }: Item) => {
    const next = new URLSearchParams(search)
    next.set('scenario', scenario)
    return `?${next}`
  }
  const note =
    answer.runs.length < 2
      ? undefined
      : `${answer.worse} worse, ${answer.better} better${answer.nextCursor ? ' · the first 200' : ''}`
  return (
    <SectionTable
      title={answer.runs.length < 2 ? 'Scenarios, lowest first' : 'Scenarios, worst first'}
      note={note}
      columns={columns}
      rows={answer.items}
      rowId={rowId}
      hrefOf={hrefOf}
      openId={open}
      sortKey="sort"
      empty={<p>{plural(0, 'scenario')}</p>}
    />
  )
}

/** From −3 to 3: how far a score moved, in steps that a reader can distinguish. */
function step(now: number | null, before: number | null | undefined): string | undefined {
  if (now === null || before === null || before === undefined) return undefined
  const moved = now - before
  const size = Math.abs(moved) < 0.05 ? 0 : Math.abs(moved) < 0.15 ? 1 : Math.abs(moved) < 0.35 ? 2 : 3
  return size === 0 ? undefined : `${moved < 0 ? 'worse' : 'better'}-${size}`
}

/** If there is another run, how many times as much; otherwise the amount. */
function costText({ runs }: Item): string {
  const [first, now] = [runs.length < 2 ? null : runs[0]?.costUsd, runs.at(-1)?.costUsd ?? null]
  if (now === null || first === null || first === undefined || Number(first) === 0) return formatUsd(now)
  return `${(Number(now) / Number(first)).toFixed(1)}×`
}

function columnsOf(criteria: readonly string[], flaky: ReadonlySet<string>): Column<Item>[] {
  const last = (item: Item) => item.runs.at(-1)
  return [
    {
      id: 'scenario',
      header: 'scenario',
      leads: true,
      sort: row => row.scenario,
      cell: row => (
        <span className={styles.scenario}>
          <strong>
            <VisibleText text={row.scenario} />
          </strong>{' '}
          {row.input === row.scenario ? null : (
            <span className="hp-muted">
              <VisibleText text={row.input} />
            </span>
          )}
          {flaky.has(row.scenario) ? <span className={styles.flaky}> ± flaky</span> : null}
        </span>
      ),
    },
    {
      id: 'expected',
      header: 'expected',
      block: 'only',
      csv: row => row.expected,
      cell: row => (row.expected === null ? null : <VisibleText text={row.expected} />),
    },
    {
      id: 'tags',
      header: 'tags',
      block: 'only',
      csv: row => row.tags.join(', '),
      cell: row => (row.tags.length === 0 ? null : <VisibleText text={row.tags.join(', ')} />),
    },
    ...criteria.map(
      (name, at): Column<Item> => ({
        id: `criterion${at}`,
        header: name,
        number: true,
        width: 110,
        priority: at === 0 ? undefined : 'low',
        block: 'also',
        sort: row => last(row)?.criteria[at]?.score ?? null,
        cell: row => {
          const now = last(row)?.criteria[at]?.score ?? null
          const before = row.runs.length < 2 ? null : row.runs[0]?.criteria[at]?.score
          return (
            <span className={styles.score} data-step={step(now, before)}>
              {scoreText(now)}
            </span>
          )
        },
      }),
    ),
    {
      id: 'score',
      header: 'score',
      number: true,
      width: 80,
      sort: row => last(row)?.score ?? null,
      cell: row => scoreText(last(row)?.score ?? null),
    },
    {
      id: 'cost',
      header: 'cost',
      number: true,
      width: 80,
      priority: 'low',
      block: 'also',
      sort: row => Number(last(row)?.costUsd ?? Number.NaN) || null,
      cell: row => costText(row),
    },
    {
      id: 'change',
      header: 'change',
      number: true,
      width: 90,
      sort: row => row.delta,
      cell: row => (
        <span data-step={row.delta !== null && row.delta <= -0.05 ? 'text-worse' : undefined} className={styles.score}>
          {deltaText(row.delta)}
        </span>
      ),
    },
  ]
}
