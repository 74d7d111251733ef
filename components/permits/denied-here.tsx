'use client'

import { PopOver } from '#components/kit/pop-over.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { listPermitsContract } from '#lib/domain/permits/contract.ts'
import { plural } from '#lib/shared/numbers.ts'
import styles from './run/run-control.module.css'

type Of = { traceId: string } | { runId: string }

/** Denied steps of a trace or a run, each with its reason. Shows nothing if there are none. */
export function DeniedHere({ of }: { of: Of }) {
  const { data } = useContract(listPermitsContract, { query: { ...of, status: 'refused', limit: 50 } })
  if (!data || data.items.length === 0) return null
  const count = `${plural(data.items.length, 'step was', 'steps were')} denied`
  const rules = [...new Set(data.items.flatMap(({ reasons }) => reasons[0]?.by ?? reasons[0]?.rule ?? []))]
  return (
    <div className={styles.line}>
      <strong>
        {data.nextCursor ? 'More than ' : ''}
        {count}
      </strong>
      <span className="hp-muted">
        by <VisibleText text={rules.slice(0, 4).join(', ')} />
      </span>
      <PopOver button="Show them">
        {() => (
          <ol className={styles.list} aria-label="Denied steps">
            {data.items.map(({ id, step, tool, reasons, askedAt }) => (
              <li key={id}>
                <VisibleText text={tool ?? (step === 'llm' ? 'model call' : 'run')} />
                <VisibleText text={reasons[0]?.message ?? ''} />
                <When at={askedAt} form="absolute" />
              </li>
            ))}
          </ol>
        )}
      </PopOver>
    </div>
  )
}
