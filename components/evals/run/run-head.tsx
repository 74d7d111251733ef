import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { ConfirmDialog } from '#components/kit/confirm-dialog.tsx'
import { CopyButton } from '#components/kit/copy-button.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import type { RunItem } from '#lib/domain/evals/runs/schemas.ts'
import { verdictStatuses } from '#lib/domain/evals/statuses.ts'
import { pinBaselineContract } from '#lib/domain/evals/suites/contract.ts'
import { whatDecides } from '#lib/domain/evals/verdicts/rules.ts'
import type { Verdict } from '#lib/domain/evals/verdicts/schemas.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { formatUsd } from '#lib/shared/money.ts'
import { statusOf } from '../columns.tsx'
import styles from '../evals.module.css'

/** What the run is, and its verdict in a sentence. */
export function RunHead({ run, verdict }: { run: RunItem; verdict: Verdict }) {
  const status = statusOf(run)
  const [first, ...rest] = [...verdict.lacks, ...verdict.reasons]
  return (
    <header className={styles.head}>
      <div className={styles.facts}>
        <Status of={verdictStatuses} value={status} />
        <span className="hp-muted">
          {run.level} · {run.mode === 'real' ? 'real model' : 'mocked'} · {run.scored} of {run.scenarios} scenarios
          {run.commit ? ` · commit ${run.commit.slice(0, 9)}` : ''}
          {run.branch ? ` on ${run.branch}` : ''}
          {verdict.judges.map(each => (
            <JudgeNote key={`${each.judge} ${each.version}`} {...each} />
          ))}
          {verdict.scoringCostUsd === null ? '' : ` · judged for ${formatUsd(verdict.scoringCostUsd)}`} ·{' '}
          <When at={run.startedAt} /> by {run.startedBy}
        </span>
        <span className={styles.actions}>
          <CopyButton text={verdict.markdown} label="Copy Markdown" />
          <PinBaseline run={run} />
        </span>
      </div>
      <h2 className={styles.name}>
        <VisibleText text={run.suite} /> <span className="hp-muted">version {run.suiteVersion}</span>
        {run.release ? (
          <>
            {' '}
            <VisibleText text={run.release} />
          </>
        ) : null}
      </h2>
      <div className={styles.sentence} data-tone={verdictStatuses[status].tone}>
        <p>
          <strong>{first}</strong> {rest.join(' ')}
          {whatDecides(verdict) && ` ${whatDecides(verdict)}`}
        </p>
      </div>
    </header>
  )
}

/** The judge of the scores, and how far it agrees with people. */
function JudgeNote({ judge, version, pairs, kappa }: Verdict['judges'][number]) {
  return (
    <>
      {' · '}
      <Link href={`/evals/judges/${encodeURIComponent(judge)}`}>
        judge <VisibleText text={judge} /> v{version}
      </Link>
      ,{' '}
      {kappa === null ? `${pairs} pairs with people, too few to tell its agreement` : `agreement κ ${kappa.toFixed(2)}`}
    </>
  )
}

function PinBaseline({ run }: { run: RunItem }) {
  const [asking, setAsking] = useState(false)
  const role = denialForRole('evals.manage', useShell().user.role)
  const denial = role ?? (run.state !== 'finished' ? 'Only a finished run can be the baseline.' : null)
  const pin = useMutation({
    mutationFn: () => call(pinBaselineContract, { params: { slug: run.suite }, body: { evalRunId: run.id } }),
    onSuccess: () => setAsking(false),
  })
  return (
    <>
      <Button
        variant="default"
        size="xs"
        disabled={denial !== null}
        title={denial ?? undefined}
        onClick={() => setAsking(true)}
      >
        Make baseline…
      </Button>
      {asking ? (
        <ConfirmDialog
          action="Make baseline"
          busy={pin.isPending}
          error={pin.error}
          failed="The baseline was not changed."
          onConfirm={() => pin.mutate()}
          onClose={() => setAsking(false)}
        >
          Runs of <VisibleText text={run.suite} /> that finish from now on are compared with this one. What has finished
          keeps its verdict.
        </ConfirmDialog>
      ) : null}
    </>
  )
}
