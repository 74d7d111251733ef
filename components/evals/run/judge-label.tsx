'use client'

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { Failure } from '#components/kit/failure.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import { call } from '#lib/client/api.ts'
import { getCaseContract } from '#lib/domain/evals/runs/contract.ts'
import { judgeReportContract, labelOutputContract } from '#lib/domain/judges/contract.ts'
import { denialForRole } from '#lib/domain/list.ts'
import type { Answer } from '#lib/shared/contract.ts'
import styles from '../evals.module.css'

interface Props {
  runId: string
  scenario: string
  repeat: number
  score: Answer<typeof getCaseContract>['repeats'][number]['scores'][number]
}

/** Whether people think that a judge's score is right. The same button again takes the answer back. */
export function JudgeLabel({ runId, scenario, repeat, score: { criterion, judge } }: Props) {
  const client = useQueryClient()
  const denial = denialForRole('judges.label', useShell().user.role)
  const label = useMutation({
    mutationFn: ({ slug, agrees }: { slug: string; agrees: boolean | null }) =>
      call(labelOutputContract, {
        params: { slug },
        body: { evalRunId: runId, scenario, repeat, criterion, agrees },
      }),
    onSuccess: () =>
      Promise.all([getCaseContract, judgeReportContract].map(({ id }) => client.invalidateQueries({ queryKey: [id] }))),
  })
  if (judge === null) return null
  const button = (agrees: boolean, word: string, count: number) => (
    <Button
      size="compact-xs"
      variant={judge.own === agrees ? 'light' : 'default'}
      aria-pressed={judge.own === agrees}
      disabled={denial !== null || label.isPending}
      title={denial ?? undefined}
      onClick={() => label.mutate({ slug: judge.slug, agrees: judge.own === agrees ? null : agrees })}
    >
      {word}
      {count > 0 ? ` · ${count}` : ''}
    </Button>
  )
  return (
    <>
      <div className={styles.judgeLabel}>
        <span className="hp-muted">
          {criterion} by{' '}
          <Link href={`/evals/judges/${encodeURIComponent(judge.slug)}`}>
            <VisibleText text={judge.slug} />
          </Link>{' '}
          v{judge.version}
        </span>
        {button(true, 'Right', judge.agree)}
        {button(false, 'Wrong', judge.disagree)}
      </div>
      {label.error ? <Failure what="It was not saved." error={label.error} /> : null}
    </>
  )
}
