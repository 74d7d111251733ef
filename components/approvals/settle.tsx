'use client'

import { Button } from '@mantine/core'
import { EscapedTextarea } from '#components/kit/escaped-textarea.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { useRequestForm } from '#components/kit/use-request-form.ts'
import { useShell } from '#components/shell/shell-context.ts'
import type { Approval } from '#lib/domain/approvals/schemas.ts'
import { denialForRole } from '#lib/domain/list.ts'
import { useSettle } from './data.ts'
import styles from './decision.module.css'
import { decisionTitleId } from './decision-head.tsx'

/** A person states what really happened. Nothing is retried automatically. */
export function Settle({ approval }: { approval: Approval }) {
  const { user } = useShell()
  const settle = useSettle(approval.id)
  const initialValues: { note: string; status: 'executed' | 'failed' } = { note: '', status: 'executed' }
  const { form, submit, busy, problem } = useRequestForm({
    initialValues,
    request: ({ note, status }) => settle.mutateAsync({ status, note: note.trim() }),
    // The form disappears, so the focus is moved to the title.
    onDone: () => document.getElementById(decisionTitleId)?.focus(),
  })
  const { note } = form.values
  const why =
    denialForRole('approvals.settle', user.role) ?? (note.trim() === '' ? 'Say how you know, for the record.' : null)
  const as = (status: 'executed' | 'failed') => {
    form.setFieldValue('status', status)
    submit()
  }
  return (
    <div className={styles.form}>
      <EscapedTextarea
        label="Check the system it acts on, then say what happened"
        autosize
        minRows={2}
        value={note}
        error={form.errors.note}
        onText={text => form.setFieldValue('note', text)}
      />
      {problem ? <Failure what="The request was not settled." error={problem} /> : null}
      <div className={styles.buttons}>
        <Button
          variant="default"
          disabled={why !== null}
          title={why ?? undefined}
          loading={busy}
          onClick={() => as('executed')}
        >
          It was executed
        </Button>
        <Button
          variant="default"
          disabled={why !== null}
          title={why ?? undefined}
          loading={busy}
          onClick={() => as('failed')}
        >
          It was not executed
        </Button>
        <span className={styles.hint}>{why}</span>
      </div>
    </div>
  )
}
