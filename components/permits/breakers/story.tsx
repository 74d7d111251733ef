'use client'

import { Note } from '#components/kit/blocks.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import type { BreakerHistory } from '#lib/domain/breakers/schemas.ts'
import { listDenialsContract } from '#lib/domain/permits/contract.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { plural } from '#lib/shared/numbers.ts'
import { stoppedCount } from '../parts/kept-away.ts'

/** What a breaker does now and why, in a sentence or two. Nothing is shown for one that only counts. */
export function Story({ history: { breaker, transitions } }: { history: BreakerHistory }) {
  const denials = useContract(listDenialsContract, { query: { hours: 24 } })
  const [last] = transitions
  const { state, fallback, nextProbeAt, slug } = breaker
  if (state === 'closed' || !last) return null
  const stopped = denials.data?.items.find(({ rule, name }) => rule === 'breaker' && name === slug)
  const blocks = state === 'open' || state === 'half_open' || state === 'forced_open'
  return (
    <Note tone={state === 'open' ? 'critical' : 'warning'}>
      <p>
        <strong>
          <Because last={last} />
        </strong>{' '}
        {blocks && stopped ? (
          <>
            In the last 24 h {plural(stoppedCount(stopped), 'step was', 'steps were')} blocked
            {fallback && stopped.fallback > 0 ? (
              <>
                , {stopped.fallback === stoppedCount(stopped) ? 'all' : stopped.fallback} of them answered with{' '}
                <code>{fallback}</code>
              </>
            ) : null}
            {stopped.usd === null ? '' : `; ${formatUsd(stopped.usd)} was not spent`}.{' '}
          </>
        ) : null}
        {state === 'open' && nextProbeAt ? (
          <>
            The first step after <When at={nextProbeAt} form="absolute" /> is its probe.
          </>
        ) : null}
        {state === 'forced_open' ? 'It stays so until somebody resets it.' : null}
        {state === 'half_open' ? 'Steps beyond its probes are blocked until the probes have their results.' : null}
        {state === 'metrics_only' ? 'Every step passes; it only counts.' : null}
        {state === 'disabled' ? 'Every step passes and nothing is counted.' : null}
      </p>
    </Note>
  )
}

function Because({ last }: { last: BreakerHistory['transitions'][number] }) {
  if (last.rule === 'by-hand')
    return (
      <>
        <VisibleText text={last.by} />: <VisibleText text={`“${last.message}”`} />
      </>
    )
  return <VisibleText text={last.message} />
}
