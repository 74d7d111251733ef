'use client'

import { Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { ConfirmDialog } from './confirm-dialog.tsx'

interface Props {
  action: string
  /** What happens then, in one sentence. */
  children: ReactNode
  danger?: boolean
  busy: boolean
  error?: unknown
  failed?: string
  onConfirm: (reason: string) => void
  onClose: () => void
}

/** Longest reason that is kept. */
const maxReason = 2_000

/** Asks once more and for the reason, which the audit keeps. Without a reason nothing can be confirmed. */
export function ReasonDialog({ children, onConfirm, ...dialog }: Props) {
  const [reason, setReason] = useState('')
  const given = reason.trim()
  return (
    <ConfirmDialog {...dialog} ready={given !== ''} onConfirm={() => onConfirm(given)}>
      {children}
      <Textarea
        mt={12}
        label="Reason"
        description="Shown in the audit log"
        required
        autosize
        minRows={2}
        maxRows={8}
        maxLength={maxReason}
        value={reason}
        onChange={event => setReason(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}
