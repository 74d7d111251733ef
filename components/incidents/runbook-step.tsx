'use client'

import { Button, Checkbox } from '@mantine/core'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useState } from 'react'
import { ConfirmDialog } from '#components/kit/confirm-dialog.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { Status } from '#components/kit/status.tsx'
import { VisibleText } from '#components/kit/visible-text.tsx'
import { When } from '#components/kit/when.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import type { IncidentItem } from '#lib/domain/incidents/schemas.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { takeStepContract } from '#lib/domain/runbooks/contract.ts'
import type { Take } from '#lib/domain/runbooks/rules.ts'
import type { IncidentRunbook } from '#lib/domain/runbooks/schemas.ts'
import { stepStatuses } from '#lib/domain/runbooks/statuses.ts'
import { actionWords } from './action-words.ts'
import styles from './incidents.module.css'
import { useIncidentWrite } from './use-incident.ts'

const MarkdownText = dynamic(() => import('#components/kit/markdown-text.tsx').then(module => module.MarkdownText), {
  ssr: false,
})

interface Props {
  incident: IncidentItem
  runbook: string
  step: IncidentRunbook['steps'][number]
}

/** One step: ticked, skipped, or done by its button. */
export function RunbookStep({ incident, runbook, step }: Props) {
  const { n, text, state, action, result, approvalId } = step
  const [asking, setAsking] = useState(false)
  const denial =
    denialForRole('incidents.work', useShell().user.role) ??
    (incident.state === 'resolved' ? 'The incident is resolved.' : null)
  const write = useIncidentWrite(takeStepContract, () => setAsking(false))
  const take = (what: Take) =>
    write.mutate({
      params: { id: incident.id, n },
      body: { take: what, runbook, expectedRevision: step.revision },
    })
  const ended = state === 'done' || state === 'skipped'
  const open = denial === null && !ended
  return (
    <li className={styles.step} data-state={state}>
      <Checkbox
        size="sm"
        aria-label={`Step ${n}`}
        checked={state === 'done'}
        indeterminate={state === 'skipped'}
        disabled={denial !== null || write.isPending || state === 'running'}
        title={denial ?? undefined}
        onChange={() => take(ended ? 'reopen' : 'done')}
      />
      <div className={styles.stepWords}>
        <MarkdownText text={text} />
        {state === 'todo' ? null : <Outcome step={step} />}
        {result && state !== 'skipped' ? (
          <p className="hp-muted">
            <VisibleText text={result} />{' '}
            {approvalId ? <Link href={`/approvals?id=${encodeURIComponent(approvalId)}`}>The request</Link> : null}
          </p>
        ) : null}
        {write.error && !asking ? <Failure what="The step was not changed." error={write.error} /> : null}
      </div>
      <div className={styles.stepButtons}>
        {action && open && (state === 'todo' || state === 'failed') ? (
          <Button size="compact-sm" variant="default" onClick={() => setAsking(true)}>
            {actionWords[action.kind].label}…
          </Button>
        ) : null}
        {open && state !== 'running' ? (
          <Button size="compact-sm" variant="subtle" c="var(--hp-muted)" onClick={() => take('skip')}>
            Skip
          </Button>
        ) : null}
      </div>
      {asking && action ? (
        <ConfirmDialog
          action={actionWords[action.kind].label}
          danger={actionWords[action.kind].danger}
          busy={write.isPending}
          error={write.error}
          failed="It was not done."
          onConfirm={() => take('act')}
          onClose={() => setAsking(false)}
        >
          {actionWords[action.kind].effect(incident, action)}
        </ConfirmDialog>
      ) : null}
    </li>
  )
}

const Outcome = ({ step: { state, by, at } }: Pick<Props, 'step'>) => (
  <p className={styles.outcome}>
    <Status of={stepStatuses} value={state} />
    {by ? (
      <span className="hp-muted">
        {' '}
        <VisibleText text={by} /> · {at ? <When at={at} /> : null}
      </span>
    ) : null}
  </p>
)
