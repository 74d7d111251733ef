'use client'

import Link from 'next/link'
import { Part } from '#components/kit/blocks.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { breakerStatuses } from '#lib/domain/breakers/statuses.ts'
import type { RunBudgetUse } from '#lib/domain/permits/schemas.ts'
import { formatUsd, nanosToUsd, usdToNanos } from '#lib/shared/money.ts'
import { formatCount } from '#lib/shared/numbers.ts'
import { scopeText } from './breakers/words.ts'
import styles from './run/run-control.module.css'
import { type RunAtHand, useRunControl } from './run/use-run-control.ts'

type Measure = RunBudgetUse['measures'][number]

const words: Record<Measure['measure'], string> = {
  llmCalls: 'Model calls left',
  toolCalls: 'Tool calls left',
  tokens: 'Tokens left',
  usd: 'Money left',
  seconds: 'Seconds left',
}

function leftText({ measure, used, reserved, limit }: Measure & { limit: string }): string {
  if (measure !== 'usd')
    return `${formatCount(Math.max(0, Number(limit) - Number(used) - Number(reserved)))} of ${formatCount(Number(limit))}`
  const left = usdToNanos(limit) - usdToNanos(used) - usdToNanos(reserved)
  return `${formatUsd(nanosToUsd(left > 0n ? left : 0n))} of ${formatUsd(limit)}`
}

/**
 * Beside a request: what the run has left, which of its steps were denied, and whether something is wrong with its
 * agent now.
 */
export function RunControl(run: RunAtHand) {
  const { budget, denied, breakers, incidents } = useRunControl(run)
  const limited = budget?.measures.flatMap(one => (one.limit === null ? [] : [{ ...one, limit: one.limit }])) ?? []
  return (
    <Part title="Limits of this run">
      <dl className={styles.facts}>
        {limited.map(measure => (
          <div key={measure.measure}>
            <dt>{words[measure.measure]}</dt>
            <dd className={styles.figure}>{leftText(measure)}</dd>
          </div>
        ))}
        {run.runId === null ? null : (
          <div>
            <dt>Denied steps</dt>
            <dd className={styles.figure}>
              {denied === null ? '–' : `${formatCount(denied.items.length)}${denied.nextCursor ? '+' : ''}`}
            </dd>
          </div>
        )}
        <div>
          <dt>Breakers</dt>
          <dd>
            {breakers === null ? '–' : breakers.length === 0 ? 'none is open' : null}
            {breakers?.map(breaker => (
              <Link key={breaker.slug} href={`/breakers?breaker=${encodeURIComponent(breaker.slug)}`}>
                <Status of={breakerStatuses} value={breaker.state} /> <VisibleText text={scopeText(breaker.scope)} />
              </Link>
            ))}
          </dd>
        </div>
        <div>
          <dt>Incidents</dt>
          <dd>
            {incidents === null ? '–' : incidents.length === 0 ? 'none' : null}
            {incidents?.map(({ id, title }) => (
              <Link key={id} href={`/incidents/${encodeURIComponent(id)}`}>
                <VisibleText text={title} />
              </Link>
            ))}
          </dd>
        </div>
      </dl>
      {run.runId === null ? (
        <p className="hp-muted">The agent named no run with this request, so its limits cannot be shown.</p>
      ) : budget === null ? (
        <p className="hp-muted">This run asks for no permits, so nothing is counted against it.</p>
      ) : null}
    </Part>
  )
}
