'use client'

import Link from 'next/link'
import { Fragment } from 'react'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listPermitsContract, listViolationsContract } from '#lib/domain/permits/contract.ts'

/**
 * What of this trace a limit denied, and which limits it crossed without asking. It is read beside the trace; where
 * there is nothing of it, or it cannot be read, the trace stands for itself.
 */
export function TraceLimits({ traceId }: { traceId: string }) {
  const denied = useContract(listPermitsContract, { query: { traceId, status: 'refused', limit: 3 } })
  const crossed = useContract(listViolationsContract, { query: { traceId, limit: 5 } })
  return (
    <>
      {denied.data?.items.map(({ id, step, tool, decision, reasons }) => (
        <p key={id}>
          <span className="hp-muted">{decision === 'fallback' ? 'sent to the fallback:' : 'denied:'} </span>
          <VisibleText text={tool ?? (step === 'llm' ? 'model call' : 'run')} />
          {'. '}
          <VisibleText text={reasons[0]?.message ?? ''} />
        </p>
      ))}
      {denied.data?.nextCursor ? <p className="hp-muted">More steps of this trace were denied.</p> : null}
      {crossed.data && crossed.data.items.length > 0 ? (
        <p>
          <span className="hp-muted">found after the fact: </span>
          {crossed.data.items.map(({ id, message }) => (
            <Fragment key={id}>
              <VisibleText text={message} />{' '}
            </Fragment>
          ))}
          <Link href="/budgets">Budgets</Link>
        </p>
      ) : null}
    </>
  )
}
