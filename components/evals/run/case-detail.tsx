import { IconX } from '@tabler/icons-react'
import Link from 'next/link'
import { Code, pretty, Skeleton } from '#components/kit/blocks.tsx'
import { Choices } from '#components/kit/choices.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getCaseContract } from '#lib/domain/evals/runs/contract.ts'
import type { RunItem } from '#lib/domain/evals/runs/schemas.ts'
import styles from '../evals.module.css'
import { CaseDiff } from './case-diff.tsx'
import { CaseSide } from './case-side.tsx'

type View = 'diff' | 'side'

interface Props {
  runs: readonly RunItem[]
  scenario: string
  view: View
  onView: (view: View) => void
  onClose: () => void
}

const views: Record<View, string> = { diff: 'Difference', side: 'Side by side' }

/** One scenario: its input, what was expected, and the output of each run, as a difference or side by side. */
export function CaseDetail({ runs, scenario, view, onView, onClose }: Props) {
  const last = runs.at(-1)
  const params = { id: last?.id ?? '' }
  const now = useContract(getCaseContract, { params, query: { scenario } }, { enabled: last !== undefined })
  const traceId = now.data?.repeats.find(each => each.traceId !== null)?.traceId ?? null
  return (
    <aside className={styles.detail} aria-label="Scenario">
      <header>
        <h3>
          <VisibleText text={scenario} />
        </h3>
        <span className={styles.open}>
          {traceId ? <Link href={`/traces/${traceId}`}>Open trace</Link> : null}
          <button type="button" className="hp-icon" aria-label="Close" onClick={onClose}>
            <IconX size={15} aria-hidden />
          </button>
        </span>
        {runs.length > 1 ? <Choices quiet label="Outputs" value={view} choices={views} onChange={onView} /> : null}
      </header>
      {now.error ? <Failure what="This scenario could not be read." error={now.error} /> : null}
      {now.isPending ? <Skeleton rows={6} /> : null}
      {now.data ? (
        <>
          <div className={view === 'side' ? styles.sides : undefined}>
            <div>
              <h4>Input</h4>
              <Code text={pretty(now.data.input)} label="input" />
            </div>
            <div>
              <Expected {...now.data} />
            </div>
          </div>
          {view === 'side' ? (
            <div className={styles.sides}>
              {runs.map((run, at) => (
                <CaseSide key={run.id} run={run} against={at === 0 ? null : (runs[0] ?? null)} scenario={scenario} />
              ))}
            </div>
          ) : (
            <CaseDiff runs={runs} scenario={scenario} now={now.data} />
          )}
        </>
      ) : null}
    </aside>
  )
}

function Expected({ expectedFindings, expectedOutput }: { expectedFindings: string[]; expectedOutput: string | null }) {
  return (
    <>
      {expectedFindings.length > 0 ? (
        <>
          <h4>Expected findings</h4>
          <ul className={styles.findings}>
            {expectedFindings.map(finding => (
              <li key={finding}>
                <VisibleText text={finding} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {expectedOutput === null ? null : (
        <>
          <h4>Expected output</h4>
          <Code text={expectedOutput} label="expected output" />
        </>
      )}
    </>
  )
}
