'use client'

import { Button } from '@mantine/core'
import { useState } from 'react'
import { EscapedTextarea } from '#components/kit/escaped-textarea.tsx'
import { Failure } from '#components/kit/failure.tsx'
import { useShell } from '#components/shell/shell-context.ts'
import type { Approval } from '#lib/domain/approvals/schemas.ts'
import { refusalForRole } from '#lib/shared/permissions.ts'
import { useSettle } from './data.ts'
import styles from './decision.module.css'
import { decisionTitleId } from './decision-head.tsx'

/** A person who looked says what really happened; nothing is retried by itself. */
export function Settle({ approval }: { approval: Approval }) {
  const { user } = useShell()
  const [note, setNote] = useState('')
  const settle = useSettle(approval.id)
  const why =
    refusalForRole('approvals.settle', user.role) ?? (note.trim() === '' ? 'Say how you know, for the record.' : null)
  const as = async (status: 'executed' | 'failed') => {
    try {
      await settle.mutateAsync({ status, note: note.trim() })
      // The form goes with the question, and would take the focus along.
      document.getElementById(decisionTitleId)?.focus()
    } catch {
      // Shown above the buttons.
    }
  }
  return (
    <div className={styles.form}>
      <EscapedTextarea
        label="Look where it acts, then say what happened"
        autosize
        minRows={2}
        value={note}
        onText={setNote}
      />
      {settle.error ? <Failure what="It was not settled." error={settle.error} /> : null}
      <div className={styles.buttons}>
        <Button
          variant="default"
          disabled={why !== null}
          title={why ?? undefined}
          loading={settle.isPending}
          onClick={() => void as('executed')}
        >
          It was executed
        </Button>
        <Button
          variant="default"
          disabled={why !== null}
          title={why ?? undefined}
          loading={settle.isPending}
          onClick={() => void as('failed')}
        >
          It was not executed
        </Button>
        <span className={styles.hint}>{why}</span>
      </div>
    </div>
  )
}
