'use client'

import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Choices } from '#components/kit/choices.tsx'
import { PopOver } from '#components/kit/pop-over.tsx'
import styles from './budgets.module.css'
import { type Kind, kindWords } from './kinds.ts'

/** Asks for kind and name of a new budget. */
export function NewBudget({ onName }: { onName: (name: string, kind: Kind) => void }) {
  const [name, setName] = useState('')
  const [kind, setKind] = useState<Kind>('period')
  return (
    <PopOver button="New budget">
      {close => (
        <form
          className={styles.new}
          aria-label="New budget"
          onSubmit={event => {
            event.preventDefault()
            if (!name.trim()) return
            close()
            onName(name.trim(), kind)
          }}
        >
          <Choices label="Kind" value={kind} choices={kindWords} onChange={setKind} />
          <TextInput
            label="Name"
            description="Such as support-a-day; it stays"
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
