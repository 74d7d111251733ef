'use client'

import Link from 'next/link'
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs'
import { Empty, Skeleton } from '#components/kit/blocks.tsx'
import { Failure } from '#components/kit/failure.tsx'
import page from '#components/kit/page.module.css'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { WholeScores } from '#components/kit/whole-scores.tsx'
import { PageFrame } from '#components/shell/page-frame.tsx'
import { useContract } from '#lib/client/use-contract.ts'
import { getRunContract } from '#lib/domain/evals/runs/contract.ts'
import { compareRunsContract, verdictContract } from '#lib/domain/evals/verdicts/contract.ts'
import { isProblem } from '#lib/shared/problem.ts'
import styles from './evals.module.css'
import { CaseDetail } from './run/case-detail.tsx'
import { CriteriaTable } from './run/criteria-table.tsx'
import { OtherRuns } from './run/other-runs.tsx'
import { RunHead } from './run/run-head.tsx'
import { ScenarioTable } from './run/scenario-table.tsx'

/** One run compared with its baseline or with others: its verdict in a sentence, its criteria and its scenarios. */
export function RunScreen({ runId }: { runId: string }) {
  const [withText] = useQueryState('with', parseAsString)
  const [scenario, openScenario] = useQueryState('scenario', parseAsString.withOptions({ history: 'push' }))
  const [view, setView] = useQueryState('view', parseAsStringLiteral(['diff', 'side']).withDefault('diff'))
  const params = { id: runId }
  const run = useContract(getRunContract, { params })
  const verdict = useContract(verdictContract, { params })
  const others = withText === null ? [verdict.data?.baselineRunId].filter(id => id != null) : withText.split(',')
  const compared = useContract(
    compareRunsContract,
    { query: { runs: [...others, runId].join(','), limit: 200 } },
    { enabled: verdict.data !== undefined, keepPrevious: true },
  )
  const missing = isProblem(run.error) && run.error.fields.status === 404
  const error = missing ? null : (run.error ?? verdict.error ?? compared.error)
  const retry = () => {
    for (const query of [run, verdict, compared]) if (query.error) void query.refetch()
  }
  const title = (
    <>
      <Link href="/evals">Evals</Link> <span className="hp-muted">/</span>{' '}
      <VisibleText text={run.data?.suite ?? 'run'} />
    </>
  )
  return (
    <PageFrame title={title}>
      <div className={page.page}>
        {missing ? (
          <Empty title="No such eval run">
            <p>There is no run with this id in this project.</p>
            <Link href="/evals">All runs</Link>
          </Empty>
        ) : null}
        {error ? <Failure what="Part of this run could not be read." error={error} retry={retry} /> : null}
        {run.isPending ? <Skeleton rows={12} /> : null}
        {run.data && verdict.data ? <RunHead run={run.data} verdict={verdict.data} /> : null}
        {run.data && run.data.scores.length > 0 ? (
          <div className={styles.criteria}>
            <WholeScores of="run" scores={run.data.scores} />
          </div>
        ) : null}
        {verdict.data ? <CriteriaTable verdict={verdict.data} /> : null}
        {run.data && compared.data ? (
          <>
            <OtherRuns run={run.data} compared={others} />
            <div className={styles.split} data-open={scenario === null ? 'no' : view}>
              <ScenarioTable
                answer={compared.data}
                flaky={verdict.data?.flaky.map(each => each.scenario) ?? []}
                open={scenario}
              />
              {scenario === null ? null : (
                <CaseDetail
                  {...{ runs: compared.data.runs, scenario, view }}
                  onView={next => void setView(next)}
                  onClose={() => void openScenario(null)}
                />
              )}
            </div>
          </>
        ) : null}
      </div>
    </PageFrame>
  )
}
