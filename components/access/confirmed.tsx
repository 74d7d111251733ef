'use client'

import { Button } from '@mantine/core'
import { useState } from 'react'
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
  onConfirm: () => void
}

/** A button that asks again in place, with the object and the effect. */
export function Confirmed({ label, effect, danger = false, disabled = null, busy, onConfirm }: Props) {
  // The focus goes along: to the safe answer, and back to where it came from.
  const [state, setState] = useState<'rest' | 'asking' | 'answered'>('rest')
  if (state !== 'asking') {
    return (
      <div>
        <Button
          variant="default"
          disabled={disabled !== null}
          title={disabled ?? undefined}
          autoFocus={state === 'answered'}
          onClick={() => setState('asking')}
        >
          {label}…
        </Button>
      </div>
    )
  }
  return (
    <fieldset className={styles.confirm}>
      <legend className="hp-sr">Confirm</legend>
      <p>{effect}</p>
      <div className={styles.buttons}>
        <Button
          color={danger ? 'red' : undefined}
          loading={busy}
          onClick={() => {
            onConfirm()
            setState('answered')
          }}
        >
          {label}
        </Button>
        <Button variant="default" autoFocus onClick={() => setState('answered')}>
          Keep as it is
        </Button>
      </div>
    </fieldset>
  )
}
