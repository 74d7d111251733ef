'use client'

import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { PopOver } from '#components/kit/pop-over.tsx'
import styles from './guardrails.module.css'

/** Asks for the name of a new guardrail. */
export function NewGuardrail({ onName }: { onName: (name: string) => void }) {
  const [name, setName] = useState('')
  return (
    <PopOver button="New guardrail">
      {close => (
        <form
          className={styles.new}
          aria-label="New guardrail"
          onSubmit={event => {
            event.preventDefault()
            if (!name.trim()) return
            close()
            onName(name.trim())
          }}
        >
          <TextInput
            label="Name"
            description="Such as no-secrets; it stays"
            value={name}
            maxLength={200}
            onChange={event => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={!name.trim()}>
            Set it up
          </Button>
        </form>
      )}
    </PopOver>
  )
}
