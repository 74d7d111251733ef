'use client'

import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { PopOver } from '#components/kit/pop-over.tsx'
import styles from './runbooks.module.css'

/** Asks for the name that a new runbook gets. */
export function NewRunbook({ refusal, onName }: { refusal: string | null; onName: (name: string) => void }) {
  const [name, setName] = useState('')
  if (refusal) return null
  return (
    <PopOver button="New runbook">
      {close => (
        <form
          className={styles.new}
          aria-label="New runbook"
          onSubmit={event => {
            event.preventDefault()
            if (!name.trim()) return
            close()
            onName(name.trim())
          }}
        >
          <TextInput
            label="Name"
            description="Such as search-is-down; it stays"
            value={name}
            maxLength={200}
            onChange={event => setName(event.currentTarget.value)}
          />
          <Button type="submit" disabled={!name.trim()}>
            Write it
          </Button>
        </form>
      )}
    </PopOver>
  )
}
