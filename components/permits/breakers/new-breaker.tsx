'use client'

import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { PopOver } from '#components/kit/pop-over.tsx'
import styles from './breakers.module.css'

/** Asks for the name that a new breaker gets. */
export function NewBreaker({ refusal, onName }: { refusal: string | null; onName: (name: string) => void }) {
  const [name, setName] = useState('')
  if (refusal) return null
  return (
    <PopOver button="New breaker">
      {close => (
        <form
          className={styles.new}
          aria-label="New breaker"
          onSubmit={event => {
            event.preventDefault()
            if (!name.trim()) return
            close()
            onName(name.trim())
          }}
        >
          <TextInput
            label="Name"
            description="Such as refunds-api; it stays"
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
