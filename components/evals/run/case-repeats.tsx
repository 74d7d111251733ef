import Link from 'next/link'
import { VisibleText } from '#components/kit/visible-text.tsx'
import type { getCaseContract } from '#lib/domain/evals/runs/contract.ts'
import type { Answer } from '#lib/shared/contract.ts'
import { scoreText } from '../columns.tsx'
import styles from '../evals.module.css'
import { JudgeLabel } from './judge-label.tsx'

export type Case = Answer<typeof getCaseContract>

/** Each repeat with its scores, their reasons, and its trace. */
export function CaseRepeats({ runId, repeats, scenario }: Pick<Case, 'repeats' | 'scenario'> & { runId: string }) {
  return (
    <div className={styles.repeats}>
      {repeats.map(each => (
        <div key={each.repeat} className={styles.repeat}>
          <p>
            {repeats.length > 1 ? `Repeat ${each.repeat}: ` : ''}
            {each.scores.map(score => `${score.criterion} ${scoreText(score.score)}`).join(', ')}
            {each.traceId && repeats.length > 1 ? (
              <>
                {' · '}
                <Link href={`/traces/${each.traceId}`}>Trace of repeat {each.repeat}</Link>
              </>
            ) : null}
          </p>
          {each.scores.map(score => (
            <JudgeLabel key={score.criterion} runId={runId} scenario={scenario} repeat={each.repeat} score={score} />
          ))}
          {each.scores.flatMap(score =>
            score.comment === null
              ? []
              : [
                  <p key={score.criterion} className="hp-muted">
                    <VisibleText text={`${score.criterion} ${scoreText(score.score)}: ${score.comment}`} />
                  </p>,
                ],
          )}
        </div>
      ))}
    </div>
  )
}
