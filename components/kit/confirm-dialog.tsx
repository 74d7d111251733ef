'use client'

import { Button, Group, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './confirm-dialog.module.css'
import { Failure } from './failure.tsx'

interface Props {
  /** What is done, to what: also the word on the button. */
  action: string
  /** What happens then, in one sentence. */
  children: ReactNode
  danger?: boolean
  busy: boolean
  /** False while something that it needs is missing. */
  ready?: boolean
  /** What went wrong with it, and its sentence. */
  error?: unknown
  failed?: string
  onConfirm: () => void
  onClose: () => void
}

/** Asks once more, with the object and the effect. The focus is on the safe answer. */
export function ConfirmDialog(props: Props) {
  const { action, children, danger = false, busy, ready = true, error, failed, onConfirm, onClose } = props
  return (
    <Modal opened centered lockScroll={false} title={`${action}?`} onClose={onClose}>
      <div className={styles.dialog}>
        <div>{children}</div>
        {error ? <Failure what={failed ?? 'It was not done.'} error={error} /> : null}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" data-autofocus onClick={onClose}>
            Cancel
          </Button>
          <Button color={danger ? 'red' : undefined} loading={busy} disabled={!ready} onClick={onConfirm}>
            {action}
          </Button>
        </Group>
      </div>
    </Modal>
  )
}
