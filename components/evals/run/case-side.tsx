import Link from 'next/link'
import { Code, Skeleton } from '#components/kit/blocks.tsx'
import { WordDiff } from '#components/kit/diff/word-diff.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getCaseContract } from '#lib/domain/evals/runs/contract.ts'
import type { RunItem } from '#lib/domain/evals/runs/schemas.ts'
import styles from '../evals.module.css'
import { CaseRepeats } from './case-repeats.tsx'

interface Props {
  run: RunItem
  /** The run that it is compared with. Null for the first run. */
  against: RunItem | null
  scenario: string
}

/** The output of one of several runs, with what differs from the first. */
export function CaseSide({ run, against, scenario }: Props) {
  const query = { scenario }
  const own = useContract(getCaseContract, { params: { id: run.id }, query })
  const first = useContract(
    getCaseContract,
    { params: { id: against?.id ?? '' }, query },
    { enabled: against !== null },
  )
  const name = run.release ?? run.commit?.slice(0, 9) ?? run.startedAt.slice(0, 16).replace('T', ' ')
  const output = own.data?.repeats[0]?.output ?? null
  const before = against === null ? null : (first.data?.repeats[0]?.output ?? null)
  const traceId = own.data?.repeats.find(each => each.traceId !== null)?.traceId ?? null
  return (
    <section className={styles.side} aria-label={`Output of ${name}`}>
      <h4>
        <VisibleText text={name} />
        {traceId ? <Link href={`/traces/${traceId}`}>Open trace</Link> : null}
      </h4>
      {own.error ? <Failure what="This run could not be read." error={own.error} /> : null}
      {own.isPending ? <Skeleton rows={3} /> : null}
      {own.data && output === null ? <p className="hp-muted">No output was reported.</p> : null}
      {output !== null && before === null ? <Code text={output} label={`answer of ${name}`} /> : null}
      {output !== null && before !== null ? <WordDiff before={before} after={output} /> : null}
      {own.data ? <CaseRepeats runId={run.id} {...own.data} /> : null}
    </section>
  )
}
