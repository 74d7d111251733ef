'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { EntityHead } from '#components/kit/entity-head.tsx'
import { EnvironmentTag } from '#components/kit/environment-tag.tsx'
import { Figure, Figures } from '#components/kit/figures.tsx'
import registered from '#components/kit/registered.module.css'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { pageHref } from '#lib/client/links.ts'
import { promiseOf, shareText } from '#lib/domain/slos/rules.ts'
import type { SloItem } from '#lib/domain/slos/schemas.ts'
import { sloStatuses } from '#lib/domain/slos/statuses.ts'
import { formatCompact, formatCount, formatPercent } from '#lib/shared/numbers.ts'
import { BudgetBar } from '../budget-bar.tsx'
import { periodText, rateText } from '../slo-columns.tsx'
import { periodOf, tracesBehind } from '../slo-href.ts'

const consequences = {
  alert: 'its channels are notified',
  hold_rollouts: 'rollouts of the agent do not advance',
  throttle: 'the agent gets fewer permits',
  break: 'the agent’s breaker is forced open',
}

/** What each objective counts, in words. */
export const countedNouns = {
  success: 'requests',
  latency: 'requests',
  cost: 'runs',
  quality: 'scores',
  tool_success: 'tool calls',
}

/** What is promised, the status, and the figures. */
export function SloHead({ item, actions }: { item: SloItem; actions: ReactNode }) {
  const href = pageHref('/agents', item.agent)
  const agent = <VisibleText text={item.agent} />
  return (
    <div className={registered.head}>
      <EntityHead
        name={item.slug}
        facts={
          <>
            <Status of={sloStatuses} value={item.status} />
            {item.environment === null ? null : <EnvironmentTag name={item.environment} />}
          </>
        }
        description={
          <>
            <p>
              {href ? <Link href={href}>{agent}</Link> : agent}: {promiseOf(item, item.target)}, over {periodText(item)}
              . When the budget is spent, {consequences[item.onExhausted]}.
            </p>
            {item.why ? (
              <p className="hp-muted">
                <VisibleText text={item.why} />
              </p>
            ) : null}
          </>
        }
        actions={actions}
      >
        <SloFigures item={item} />
      </EntityHead>
    </div>
  )
}

function SloFigures({ item }: { item: SloItem }) {
  const { status, attained, target, bad, total, burnRate, spentAt, since } = item
  const behind = tracesBehind(item, periodOf(item))
  const noun = countedNouns[item.objective]
  return (
    <Figures label="How it stands">
      <Figure
        label="budget left"
        value={<BudgetBar item={item} />}
        note={
          since ? (
            <>
              first seen <When at={since} />
            </>
          ) : undefined
        }
      />
      <Figure
        label="attained"
        value={formatPercent(attained, 2)}
        note={`promised ${shareText(target)}`}
        href={total === null ? undefined : behind}
      />
      <Figure
        label={`bad ${noun}`}
        value={bad === null ? '–' : Number.isInteger(bad) ? formatCount(bad) : formatCompact(bad)}
        note={total === null ? undefined : `of ${formatCount(total)}; ${allowed(item)} allowed`}
        href={total === null ? undefined : behind}
      />
      <Figure
        label="burn rate, 1 hour"
        value={rateText(burnRate.long)}
        note={`5 minutes: ${rateText(burnRate.short)}`}
      />
      <Figure
        label="runs out"
        value={spentAt ? <When at={spentAt} /> : status === 'exhausted' ? 'already' : '–'}
        note={spentAt ? 'if it continues as in the last 6 hours' : undefined}
      />
    </Figures>
  )
}

const allowed = ({ total, target }: SloItem) => formatCompact((total ?? 0) * (1 - target))
