import { IconX } from '@tabler/icons-react'
import Link from 'next/link'
import { Code, pretty, Skeleton } from '#components/kit/blocks.tsx'
import { WordDiff } from '#components/kit/diff/word-diff.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getCaseContract } from '#lib/domain/evals/contract.ts'
import type { RunItem } from '#lib/domain/evals/schemas.ts'
import { scoreText } from '../columns.tsx'
import styles from '../evals.module.css'

interface Props {
  runs: readonly RunItem[]
  scenario: string
  onClose: () => void
}

/** One scenario: what was asked and expected, what the last run answered, word by word against the first. */
export function CaseDetail({ runs, scenario, onClose }: Props) {
  const [first, last] = [runs[0], runs.at(-1)]
  const query = { scenario }
  const now = useContract(getCaseContract, { params: { id: last?.id ?? '' }, query }, { enabled: last !== undefined })
  const several = first !== undefined && first.id !== last?.id
  const before = useContract(getCaseContract, { params: { id: first?.id ?? '' }, query }, { enabled: several })
  const output = now.data?.repeats[0]?.output ?? null
  const earlier = several ? (before.data?.repeats[0]?.output ?? null) : null
  return (
    <aside className={styles.detail} aria-label="Scenario">
      <header>
        <h3>
          <VisibleText text={scenario} />
        </h3>
        <button type="button" className="hp-icon" aria-label="Close" onClick={onClose}>
          <IconX size={15} aria-hidden />
        </button>
      </header>
      {now.error ? <Failure what="This scenario could not be read." error={now.error} /> : null}
      {now.isPending ? <Skeleton rows={6} /> : null}
      {now.data ? (
        <>
          <h4>Input</h4>
          <Code text={pretty(now.data.input)} label="input" />
          {now.data.expectedFindings.length > 0 ? (
            <>
              <h4>Expected findings</h4>
              <ul className={styles.findings}>
                {now.data.expectedFindings.map(finding => (
                  <li key={finding}>
                    <VisibleText text={finding} />
                  </li>
                ))}
              </ul>
            </>
          ) : null}
          <h4>{earlier === null ? 'Output' : 'Output against the first run'}</h4>
          {output === null ? <p className="hp-muted">No output was reported.</p> : null}
          {output !== null && earlier === null ? <Code text={output} label="output" /> : null}
          {output !== null && earlier !== null ? <WordDiff before={earlier} after={output} /> : null}
          {now.data.repeats.map(each => (
            <div key={each.repeat} className={styles.repeat}>
              <p>
                {now.data.repeats.length > 1 ? `Repeat ${each.repeat}: ` : ''}
                {each.scores.map(score => `${score.criterion} ${scoreText(score.score)}`).join(', ')}
                {each.traceId ? (
                  <>
                    {' · '}
                    <Link href={`/traces/${each.traceId}`}>Open trace</Link>
                  </>
                ) : null}
              </p>
              {each.scores.flatMap(score =>
                score.comment === null
                  ? []
                  : [
                      <p key={score.criterion} className="hp-muted">
                        <VisibleText text={`${score.criterion}: ${score.comment}`} />
                      </p>,
                    ],
              )}
            </div>
          ))}
        </>
      ) : null}
    </aside>
  )
}
