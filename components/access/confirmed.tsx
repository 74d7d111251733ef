'use client'

import { Button } from '@mantine/core'
import { useState } from 'react'
import { ConfirmDialog } from '#components/kit/confirm-dialog.tsx'
import styles from './account.module.css'

interface Props {
  /** Names the object. */
  label: string
  /** What happens, in one sentence. */
  effect: string
  danger?: boolean
  /** Why not, when it cannot be done now. */
  disabled?: string | null
  busy: boolean
  /** Where the button stands beside others in a row. */
  compact?: boolean
  /** The word on the button that asks, where the label would be too long for it. */
  short?: string
  /** Resolves when it is done, or has failed and says so elsewhere. */
  onConfirm: () => Promise<unknown>
}

/** A button that asks for confirmation in a dialog. If it is disabled, the reason is shown below it. */
export function Confirmed({ label, effect, danger = false, disabled = null, busy, compact, short, onConfirm }: Props) {
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const close = () => {
    setAsking(false)
    setError(null)
  }
  const confirm = async () => {
    try {
      await onConfirm()
      close()
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <div className={styles.confirmed}>
      <Button
        variant="default"
        size={compact ? 'compact-sm' : undefined}
        aria-label={short ? `${label}…` : undefined}
        disabled={disabled !== null}
        title={disabled ?? undefined}
        onClick={() => setAsking(true)}
      >
        {short ?? label}…
      </Button>
      {disabled && !compact ? <small className="hp-muted">{disabled}</small> : null}
      {asking ? (
        <ConfirmDialog
          action={label}
          danger={danger}
          busy={busy}
          error={error}
          failed="Nothing was changed."
          onConfirm={() => void confirm()}
          onClose={close}
        >
          {effect}
        </ConfirmDialog>
      ) : null}
    </div>
  )
}
