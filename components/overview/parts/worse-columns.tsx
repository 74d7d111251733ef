import Link from 'next/link'
import type { ReactNode } from 'react'
import { Tag } from '#components/kit/blocks.tsx'
import { ChangeText } from '#components/kit/change-text.tsx'
import { Sparkline } from '#components/kit/sparkline.tsx'
import { Status } from '#components/kit/status.tsx'
import type { Column } from '#components/kit/table/columns.ts'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { pageHref } from '#lib/client/links.ts'
import { figureWords, findingText } from '#lib/domain/changes/rules.ts'
import type { Compared, FigureName, Finding } from '#lib/domain/changes/schemas.ts'
import { healthStatuses } from '#lib/domain/changes/statuses.ts'
import { leftText } from '#lib/domain/slos/rules.ts'
import { sloStatuses } from '#lib/domain/slos/statuses.ts'
import { shownChange } from '#lib/shared/change/words.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { formatCount, formatPercent } from '#lib/shared/numbers.ts'
import { formatDuration } from '#lib/shared/time.ts'
import type { TimeRange } from '#lib/shared/time-range.ts'
import styles from '../overview.module.css'
import { tracesHref } from './traces-href.ts'

export interface Scope {
  environment: string | null
  range: TimeRange
}

const health = { critical: 3, worse: 2, steady: 1, unknown: 0 }
const orders = { errors: undefined, quality: undefined, cost: '-cost', p95: '-durationMs' } as const
/** What a change takes beside its figure: its width and its distance. */
const besideFigure = 68
const score = (value: number | null) => (value === null ? '–' : value.toFixed(2))

/**
 * Columns of the agents, in the order of the questions one asks. Each figure leads to the traces behind it. What is left
 * of budgets has a column where somebody has set one.
 */
export function worseColumns(scope: Scope, withBudgets: boolean): Column<Compared>[] {
  const behind = (item: Compared, figure: FigureName | null) =>
    tracesHref({
      ...scope,
      agent: item.key,
      ...(figure === 'errors' ? { status: 'error' as const } : {}),
      ...(figure ? { sort: orders[figure] } : {}),
    })
  const figure = (
    name: FigureName,
    header: string,
    width: number,
    text: (item: Compared) => string,
  ): Column<Compared> => ({
    id: name,
    header,
    width,
    number: true,
    trail: besideFigure,
    priority: name === 'errors' ? undefined : 'low',
    sort: item => (item[name].value === null ? null : Number(item[name].value)),
    cell: item => <Figure text={text(item)} href={behind(item, name)} item={item} name={name} />,
  })
  return [
    {
      id: 'agent',
      header: 'agent',
      sort: item => health[item.health],
      csv: item => item.key,
      cell: item => <Agent item={item} scope={scope} href={agentHref(item.key, scope) ?? behind(item, null)} />,
    },
    ...(withBudgets ? [budget] : []),
    {
      id: 'spark',
      header: 'requests',
      width: 104,
      priority: 'low',
      cell: item => (
        <Sparkline
          values={item.spark}
          critical={item.health === 'critical'}
          label={`Requests of ${item.key ?? 'no agent'}, from ${item.spark[0] ?? 0} to ${item.spark.at(-1) ?? 0} a bucket`}
        />
      ),
    },
    {
      id: 'requests',
      header: 'count',
      width: 84,
      number: true,
      priority: 'lowest',
      sort: item => item.requests.value,
      cell: item => (
        <Link href={behind(item, null)} prefetch={false} className={styles.figure}>
          {formatCount(item.requests.value)}
        </Link>
      ),
    },
    figure('errors', 'errors', 140, item => formatPercent(item.errors.value, 2)),
    figure('quality', 'quality', 132, item => score(item.quality.value)),
    figure('cost', 'cost per request', 152, item => formatUsd(item.cost.value)),
    figure('p95', 'p95', 176, item => formatDuration(item.p95.value)),
  ]
}

const budget: Column<Compared> = {
  id: 'budget',
  header: 'budget left',
  width: 96,
  number: true,
  priority: 'low',
  sort: item => item.slo?.budgetLeft ?? null,
  cell: ({ slo }) =>
    slo ? (
      <Link href={sloHref(slo.slug)} prefetch={false} className={styles.figure}>
        {leftText(slo.budgetLeft)}
      </Link>
    ) : (
      '–'
    ),
}
const sloHref = (slug: string) => `/slos/${encodeURIComponent(slug)}`

/** Its page, in the same scope. */
function agentHref(key: string | null, { environment }: Scope): string | null {
  const page = key === null ? null : pageHref('/agents', key)
  return page && environment ? `${page}?environment=${encodeURIComponent(environment)}` : page
}

interface FigureProps {
  text: string
  href: string
  item: Compared
  name: FigureName
}

function Figure({ text, href, item, name }: FigureProps) {
  const shown = shownChange(item[name].change, figureWords[name].form)
  if (item[name].value === null)
    return (
      <>
        –
        <span className={styles.delta} data-unknown>
          {name === 'quality' ? 'no scores' : null}
        </span>
      </>
    )
  return (
    <>
      <Link href={href} prefetch={false} className={styles.figure}>
        {text}
      </Link>
      <Change {...shown} />
    </>
  )
}

const Change = (props: ReturnType<typeof shownChange>) => (
  <span className={styles.delta}>
    <ChangeText {...props} />
  </span>
)

function Agent({ item, scope, href }: { item: Compared; scope: Scope; href: string }) {
  return (
    <span className={styles.agent}>
      {item.slo && isBurning(item.slo) ? (
        <Status of={sloStatuses} value={item.slo.status} iconOnly />
      ) : (
        <Status of={healthStatuses} value={item.health} iconOnly />
      )}
      <span className={styles.agentWords}>
        <span className={styles.agentName}>
          <Link href={href} prefetch={false}>
            {item.key === null ? <span className="hp-muted">no agent name</span> : <VisibleText text={item.key} />}
          </Link>
          {item.framework ? <Tag>{item.framework}</Tag> : null}
        </span>
        {item.slo && isBurning(item.slo) ? <Budget slo={item.slo} /> : null}
        {item.findings.map(finding => (
          <Sentence key={finding.figure} finding={finding} item={item} scope={scope} />
        ))}
      </span>
    </span>
  )
}

const isBurning = ({ status }: NonNullable<Compared['slo']>) =>
  status === 'exhausted' || status === 'critical' || status === 'warning'

function Budget({ slo: { slug, status } }: { slo: NonNullable<Compared['slo']> }) {
  return (
    <Link href={sloHref(slug)} prefetch={false} className={styles.sentence} data-verdict="worse">
      <VisibleText text={slug} />: {sloStatuses[status].label}
    </Link>
  )
}

function Sentence({ finding, item, scope }: { finding: Finding; item: Compared; scope: Scope }) {
  const { figure, verdict, release } = finding
  const href = tracesHref({
    ...scope,
    agent: item.key,
    release,
    ...(figure === 'errors' ? { status: 'error' as const } : {}),
    sort: orders[figure],
  })
  const since: ReactNode = release ? (
    <>
      {' since release '}
      <VisibleText text={release} />
    </>
  ) : null
  return (
    <Link href={href} prefetch={false} className={styles.sentence} data-verdict={verdict}>
      {findingText(finding)}
      {since}
    </Link>
  )
}
